package io.sluice.gateway.broker.redis;

import static java.util.Objects.requireNonNull;

import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.redis.RedisCommands;
import io.sluice.common.redis.RedisKeys;
import io.sluice.common.redis.RedisScript;
import io.sluice.common.redis.RedisUse;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.broker.PublishOptions;
import io.sluice.gateway.broker.PublishResult;
import io.sluice.gateway.broker.PublishResult.Suppression;
import io.sluice.gateway.broker.StreamCheck;
import io.sluice.gateway.broker.StreamEpoch;
import io.sluice.gateway.broker.StreamLimits;
import io.sluice.gateway.broker.StreamSight;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The pasts of channels in Redis: the entries of channel {@code c} under {@code <prefix>.stream.c}, its epoch, top and version
 * under {@code <prefix>.meta.c}, and what became of a publication with an idempotency key under {@code
 * <prefix>.result.<length of c>.c.<key>}. All keys expire.
 *
 * <p>Everything fails as {@link RedisCommands#send} does. Any thread.
 */
final class RedisStreams {

    /** So that versions compare as text: as many digits as the largest unsigned number of 64 bits has. */
    private static final int VERSION_DIGITS = 20;

    private static final Buffer NONE = Buffer.buffer();

    private final RedisCommands commands;
    private final RedisScript publish;
    private final RedisScript publishOnce;
    private final RedisScript history;
    private final RedisScript check;
    private final Arrivals arrivals;
    private final RedisKeys keys;

    RedisStreams(RedisCommands commands, Arrivals arrivals, RedisKeys keys) {
        this.commands = commands;
        this.publish = RedisScript.of(commands, RedisUse.PUBLISH, RedisStreams.class, "publish.lua");
        this.publishOnce = RedisScript.of(commands, RedisUse.PUBLISH, RedisStreams.class, "publish_once.lua");
        this.history = RedisScript.of(commands, RedisUse.HISTORY, RedisStreams.class, "history.lua");
        this.check = RedisScript.of(commands, RedisUse.HISTORY, RedisStreams.class, "check.lua");
        this.arrivals = arrivals;
        this.keys = keys;
    }

    /**
     * Appends to the stream and publishes, in one step.
     *
     * @param target Redis channel
     * @param feed Redis channel of the feed; empty for none
     */
    Future<PublishResult> publish(
            String channel,
            PublicationEnvelope envelope,
            StreamLimits limits,
            PublishOptions options,
            String target,
            String feed) {
        List<String> used = new ArrayList<>(List.of(streamKey(channel), metaKey(channel)));
        if (!options.idempotencyKey().isEmpty()) {
            used.add(resultKey(channel, options.idempotencyKey()));
        }
        Buffer bytes = envelope.encode();
        return publish.run(
                        used,
                        List.of(
                                bytes.slice(1, bytes.length()),
                                number(limits.size()),
                                number(limits.ttl().toMillis()),
                                number(limits.metaTtl().toMillis()),
                                Buffer.buffer(StreamEpoch.random()),
                                version(options.version()),
                                Buffer.buffer(options.versionEpoch()),
                                Buffer.buffer(target),
                                Buffer.buffer(feed),
                                number(PublishOptions.IDEMPOTENCY_TTL.toMillis())))
                .map(RedisStreams::result);
    }

    /** Publishes what has an idempotency key, and no stream. */
    Future<PublishResult> publishOnce(
            String channel, PublicationEnvelope envelope, String idempotencyKey, String target, String feed) {
        return publishOnce
                .run(
                        List.of(resultKey(channel, idempotencyKey)),
                        List.of(
                                envelope.encode(),
                                Buffer.buffer(target),
                                Buffer.buffer(feed),
                                number(PublishOptions.IDEMPOTENCY_TTL.toMillis())))
                .map(RedisStreams::result);
    }

    Future<HistoryPage> history(String channel, HistoryQuery query, Duration metaTtl) {
        return history.run(
                        List.of(streamKey(channel), metaKey(channel)),
                        List.of(
                                Buffer.buffer(StreamEpoch.random()),
                                number(metaTtl.toMillis()),
                                number(isBeforeAll(query) ? 0 : query.limit()),
                                Buffer.buffer(query.reverse() ? "XREVRANGE" : "XRANGE"),
                                Buffer.buffer(edge(query)),
                                Buffer.buffer(query.reverse() ? "-" : "+")))
                .map(reply -> page(channel, requireNonNull(reply)));
    }

    /** See {@link io.sluice.gateway.broker.Broker#check}. */
    Future<StreamCheck> check(String channel, StreamSight seen, Duration metaTtl) {
        long heard = seen.knowsPublication() ? seen.heardOffset() : 0;
        return check.run(
                        List.of(streamKey(channel), metaKey(channel)),
                        List.of(
                                Buffer.buffer(StreamEpoch.random()),
                                number(metaTtl.toMillis()),
                                Buffer.buffer(seen.reached().epoch()),
                                number(seen.reached().offset()),
                                number(heard),
                                Buffer.buffer().appendLong(seen.heardTime())))
                .map(reply -> new StreamCheck(
                        position(requireNonNull(reply)), reply.get(2).toInteger() == 1));
    }

    Future<Void> removeHistory(String channel) {
        String key = streamKey(channel);
        return commands.send(key, Request.cmd(Command.DEL).arg(key), RedisUse.HISTORY)
                .mapEmpty();
    }

    private HistoryPage page(String channel, Response reply) {
        StreamPosition top = position(reply);
        List<Publication> publications = new ArrayList<>();
        for (Response entry : reply.get(2)) {
            Publication publication = arrivals.entry(channel, entry.toBytes());
            if (publication != null) {
                publications.add(publication.ofEpoch(top.epoch()));
            }
        }
        return new HistoryPage(publications, top);
    }

    private static PublishResult result(Response reply) {
        return new PublishResult(
                position(reply), Suppression.valueOf(reply.get(2).toString()));
    }

    private static StreamPosition position(Response reply) {
        return new StreamPosition(reply.get(0).toLong(), reply.get(1).toString());
    }

    /** Redis knows no end of a range that is before all ids. */
    private static boolean isBeforeAll(HistoryQuery query) {
        return query.reverse()
                && query.since().map(since -> since.offset() <= 0).orElse(false);
    }

    /** Where the range begins, without the position itself; the sequence number makes an end mean what a start does. */
    private static String edge(HistoryQuery query) {
        return query.since()
                .map(since -> "(" + Math.max(0, since.offset()) + "-0")
                .orElse(query.reverse() ? "+" : "-");
    }

    private String streamKey(String channel) {
        return keys.ofChannel("stream", channel);
    }

    private String metaKey(String channel) {
        return keys.ofChannel("meta", channel);
    }

    /** With the length, or else key c of channel a.b would be key b.c of channel a. */
    private String resultKey(String channel, String idempotencyKey) {
        return keys.ofChannel("result", channel, channel.length() + "." + channel + "." + idempotencyKey);
    }

    private static Buffer version(long version) {
        if (version == 0) {
            return NONE;
        }
        String digits = Long.toUnsignedString(version);
        return Buffer.buffer("0".repeat(VERSION_DIGITS - digits.length()) + digits);
    }

    private static Buffer number(long value) {
        return Buffer.buffer(Long.toString(value));
    }
}
