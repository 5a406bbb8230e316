package io.sluice.common.protocol.protobuf;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The golden files of the protobuf form: one frame each, with one message on each line, in hexadecimal digits. They were made from
 * the tables of the protocol by a program that shares nothing with the codec.
 */
final class GoldenProtobuf {
    private GoldenProtobuf() {}

    static byte[] frame(String name) {
        try (InputStream in = GoldenProtobuf.class.getResourceAsStream("/golden-protobuf/" + name + ".hex")) {
            byte[] file =
                    Objects.requireNonNull(in, () -> "no golden file " + name).readAllBytes();
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            new String(file, US_ASCII)
                    .lines()
                    .forEach(line -> frame.writeBytes(HexFormat.of().parseHex(line)));
            return frame.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
