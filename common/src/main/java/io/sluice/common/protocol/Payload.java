package io.sluice.common.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * The bytes that an application sends through the gateway, which carries them without looking inside.
 *
 * <p>For the JSON form of the protocol they are one JSON value without raw newlines (see {@code JsonPayloads}); for a binary
 * form they are anything. An absent payload is {@link #EMPTY}, never null. Immutable as long as every holder keeps the
 * promise of {@link #bytes()}.
 */
public final class Payload {
    /** No bytes: the field was absent. */
    public static final Payload EMPTY = new Payload(new byte[0]);

    private final byte[] bytes;
    private final boolean binary;

    private Payload(byte[] bytes) {
        this(bytes, false);
    }

    private Payload(byte[] bytes, boolean binary) {
        this.bytes = bytes;
        this.binary = binary;
    }

    /** A JSON value. Takes ownership: the caller must not touch the array afterwards. */
    public static Payload of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Payload(bytes);
    }

    /** Bytes that are no JSON value, so that clients which speak JSON cannot be sent them. Takes ownership. */
    public static Payload binary(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Payload(bytes, true);
    }

    /** Whether these bytes are no JSON value. */
    public boolean isBinary() {
        return binary;
    }

    /** The text in UTF-8. */
    public static Payload of(String text) {
        return of(text.getBytes(UTF_8));
    }

    /** Length in bytes. */
    public int size() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** The bytes themselves, shared by all holders to spare a copy per receiver: they must not be modified. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload payload && Arrays.equals(bytes, payload.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The bytes read as UTF-8; for tests and for diagnosis, as payloads are not logged. */
    @Override
    public String toString() {
        return new String(bytes, UTF_8);
    }
}
