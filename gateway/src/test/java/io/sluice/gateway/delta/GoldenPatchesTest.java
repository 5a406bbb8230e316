package io.sluice.gateway.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the vectors come from is said in the file itself. */
class GoldenPatchesTest {

    private record Vector(String name, String source, String target, String theirPatch, String ourPatch) {

        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void ourPatchesAreThoseThatAnotherImplementationHasApplied(Vector vector) {
        assertThat(FossilDelta.encode(bytes(vector.source()), bytes(vector.target())))
                .isEqualTo(bytes(vector.ourPatch()));
    }

    /** So what the other tests rely on, the decoder among them, is Fossil's format and not one of our own. */
    @ParameterizedTest
    @MethodSource("vectors")
    void ourTestsUnderstandThePatchesOfAnotherImplementation(Vector vector) {
        assertThat(FossilPatch.apply(bytes(vector.source()), bytes(vector.theirPatch())))
                .isEqualTo(bytes(vector.target()));
    }

    static Stream<Vector> vectors() throws IOException {
        try (InputStream file =
                requireNonNull(GoldenPatchesTest.class.getResourceAsStream("/delta/golden-patches.txt"))) {
            return new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .map(fields -> new Vector(fields[0], fields[1], fields[2], fields[3], fields[4]));
        }
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
