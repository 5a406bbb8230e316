package io.sluice.gateway.broker.redis;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.json.JsonPayloads;
import io.sluice.common.redis.RedisMessage;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.broker.ChannelMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Understands what comes from Redis; what it does not understand it counts and drops. */
@ThreadSafe
final class Arrivals {

    private static final Logger log = LoggerFactory.getLogger(Arrivals.class);

    /** An hour: more than that tells of a clock that is wrong, or of no time at all, and nothing of the way. */
    private static final long MAX_DIFFERENCE_MICROS = 3_600_000_000L;

    private final int maxPublicationBytes;
    private final LongSupplier unixMicros;
    private final LongConsumer hopMicros;
    private final LongAdder undecodable = new LongAdder();

    /**
     * Nothing dropped so far.
     *
     * @param maxPublicationBytes larger data are dropped
     * @param unixMicros wall clock, in microseconds since 1970
     * @param hopMicros told of each publication that says when it entered, how long it took to this node, in microseconds;
     *     negative where the clocks of two machines differ
     */
    Arrivals(int maxPublicationBytes, LongSupplier unixMicros, LongConsumer hopMicros) {
        this.maxPublicationBytes = maxPublicationBytes;
        this.unixMicros = unixMicros;
        this.hopMicros = hopMicros;
    }

    /** What one read brought of channels, by their names; never changes. */
    List<ChannelMessage> messages(List<RedisMessage> batch) {
        long now = unixMicros.getAsLong();
        List<ChannelMessage> understood = new ArrayList<>(batch.size());
        for (RedisMessage message : batch) {
            int bytes = message.payload().remaining();
            ChannelMessage arrived = message(message.channel(), message.payload(), now);
            if (arrived == null) {
                drop(message.channel(), bytes);
            } else {
                understood.add(arrived);
            }
        }
        return Collections.unmodifiableList(understood);
    }

    /** A publication that came by a feed; null if it is none. */
    ChannelMessage.@Nullable Published fed(RedisMessage message) {
        int bytes = message.payload().remaining();
        PublicationEnvelope envelope = PublicationEnvelope.decode(message.payload());
        // Only nodes publish into feeds: without an envelope nobody knows what channel it is of.
        if (envelope == null || envelope.channel().isEmpty() || isTooLarge(envelope.publication())) {
            drop(message.channel(), bytes);
            return null;
        }
        return published(envelope.channel(), envelope, unixMicros.getAsLong());
    }

    /** An entry of a channel's stream; null if it is none. */
    @Nullable
    Publication entry(String channel, byte[] bytes) {
        PublicationEnvelope envelope = PublicationEnvelope.decode(ByteBuffer.wrap(bytes));
        if (envelope == null) {
            drop(channel, bytes.length);
            return null;
        }
        return envelope.publication();
    }

    /** How many were dropped so far. */
    long undecodable() {
        return undecodable.sum();
    }

    private @Nullable ChannelMessage message(String channel, ByteBuffer bytes, long now) {
        byte mark = bytes.hasRemaining() ? bytes.get(bytes.position()) : 0;
        return switch (mark) {
            case PublicationEnvelope.MARK -> suitable(channel, PublicationEnvelope.decode(bytes), now);
            case MemberEnvelope.JOIN, MemberEnvelope.LEAVE -> member(channel, mark, MemberEnvelope.decode(mark, bytes));
            default -> suitable(channel, byHand(bytes), now);
        };
    }

    private static @Nullable ChannelMessage member(String channel, byte mark, @Nullable ClientInfo info) {
        if (info == null) {
            return null;
        }
        return mark == MemberEnvelope.JOIN
                ? new ChannelMessage.Joined(channel, info)
                : new ChannelMessage.Left(channel, info);
    }

    private @Nullable ChannelMessage suitable(String channel, @Nullable PublicationEnvelope envelope, long now) {
        return envelope == null || isTooLarge(envelope.publication()) ? null : published(channel, envelope, now);
    }

    private ChannelMessage.Published published(String channel, PublicationEnvelope envelope, long now) {
        long entered = envelope.enteredUnixMicros();
        boolean plausible = entered > now - MAX_DIFFERENCE_MICROS && entered < now + MAX_DIFFERENCE_MICROS;
        if (plausible) {
            hopMicros.accept(now - entered);
        }
        return new ChannelMessage.Published(
                channel, envelope.publication(), envelope.delta(), plausible ? entered : now);
    }

    private boolean isTooLarge(Publication publication) {
        return publication.data().size() > maxPublicationBytes;
    }

    /** What somebody published who is no node: one JSON value. */
    private static @Nullable PublicationEnvelope byHand(ByteBuffer bytes) {
        try {
            byte[] json = new byte[bytes.remaining()];
            bytes.get(json);
            Payload data = JsonPayloads.parse(json);
            return data.isEmpty()
                    ? null
                    : new PublicationEnvelope(
                            new Publication(data, null, 0, Map.of(), DataForm.PLAIN, "", "", 0), false, "", 0);
        } catch (MalformedFrameException e) {
            return null;
        }
    }

    private void drop(String channel, int bytes) {
        undecodable.increment();
        log.debug(PEER, "message dropped channel={} bytes={}", channel, bytes);
    }
}
