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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Understands what comes from Redis; what it does not understand it counts and drops. */
@ThreadSafe
final class Arrivals {

    private static final Logger log = LoggerFactory.getLogger(Arrivals.class);

    private final int maxPublicationBytes;
    private final LongAdder undecodable = new LongAdder();

    /**
     * Nothing dropped so far.
     *
     * @param maxPublicationBytes larger data are dropped
     */
    Arrivals(int maxPublicationBytes) {
        this.maxPublicationBytes = maxPublicationBytes;
    }

    /** What one read brought of channels, by their names; never changes. */
    List<ChannelMessage> messages(List<RedisMessage> batch) {
        List<ChannelMessage> understood = new ArrayList<>(batch.size());
        for (RedisMessage message : batch) {
            int bytes = message.payload().remaining();
            ChannelMessage arrived = message(message.channel(), message.payload());
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
        return new ChannelMessage.Published(envelope.channel(), envelope.publication(), envelope.delta());
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

    private @Nullable ChannelMessage message(String channel, ByteBuffer bytes) {
        byte mark = bytes.hasRemaining() ? bytes.get(bytes.position()) : 0;
        return switch (mark) {
            case PublicationEnvelope.MARK -> published(channel, PublicationEnvelope.decode(bytes));
            case MemberEnvelope.JOIN, MemberEnvelope.LEAVE -> member(channel, mark, MemberEnvelope.decode(mark, bytes));
            default -> published(channel, byHand(bytes));
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

    private @Nullable ChannelMessage published(String channel, @Nullable PublicationEnvelope envelope) {
        return envelope == null || isTooLarge(envelope.publication())
                ? null
                : new ChannelMessage.Published(channel, envelope.publication(), envelope.delta());
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
                            new Publication(data, null, 0, Map.of(), DataForm.PLAIN, "", "", 0), false, "");
        } catch (MalformedFrameException e) {
            return null;
        }
    }

    private void drop(String channel, int bytes) {
        undecodable.increment();
        log.debug(PEER, "message dropped channel={} bytes={}", channel, bytes);
    }
}
