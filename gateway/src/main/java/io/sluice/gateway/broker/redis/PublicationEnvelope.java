package io.sluice.gateway.broker.redis;

import io.sluice.common.protocol.Publication;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A publication as it travels between nodes and lies in streams.
 *
 * @param publication without its own channel and form, which do not travel
 * @param delta whether it may go out to clients as a patch
 * @param channel the channel that it was published in, if it goes to a feed too; else empty
 * @param enteredUnixMicros when it entered, in microseconds since 1970 of the clock of its node; 0 if that is not known, as of
 *     one from a node of an older version
 */
record PublicationEnvelope(Publication publication, boolean delta, String channel, long enteredUnixMicros) {

    /** First byte of an envelope. */
    static final byte MARK = 0x01;

    Buffer encode() {
        Buffer out = Buffer.buffer(publication.data().size() + 64).appendByte(MARK);
        if (publication.offset() != 0) {
            EnvelopeFields.text(out, EnvelopeFields.OFFSET, Long.toString(publication.offset()));
            EnvelopeFields.text(out, EnvelopeFields.EPOCH, publication.epoch());
        }
        if (publication.time() != 0) {
            out.appendByte(EnvelopeFields.TIME).appendInt(Long.BYTES).appendLong(publication.time());
        }
        if (enteredUnixMicros != 0) {
            out.appendByte(EnvelopeFields.ENTERED).appendInt(Long.BYTES).appendLong(enteredUnixMicros);
        }
        if (delta) {
            EnvelopeFields.flag(out, EnvelopeFields.DELTA);
        }
        if (publication.data().isBinary()) {
            EnvelopeFields.flag(out, EnvelopeFields.BINARY);
        }
        if (!channel.isEmpty()) {
            EnvelopeFields.text(out, EnvelopeFields.CHANNEL, channel);
        }
        if (publication.info() != null) {
            EnvelopeFields.info(out, publication.info());
        }
        publication.tags().forEach((name, value) -> {
            EnvelopeFields.text(out, EnvelopeFields.TAG_NAME, name);
            EnvelopeFields.text(out, EnvelopeFields.TAG_VALUE, value);
        });
        return out.appendByte(EnvelopeFields.DATA)
                .appendBytes(publication.data().bytes());
    }

    /** Reads an envelope from the position to the limit of {@code bytes}, or returns null when the bytes are none. */
    static @Nullable PublicationEnvelope decode(ByteBuffer bytes) {
        EnvelopeReader reader = new EnvelopeReader(bytes);
        return reader.read(MARK)
                ? new PublicationEnvelope(
                        reader.publication(), reader.delta(), reader.channel(), reader.enteredUnixMicros())
                : null;
    }
}
