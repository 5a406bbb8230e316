package io.sluice.gateway.presence.redis;

import static java.util.Objects.requireNonNull;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.redis.RedisCommands;
import io.sluice.common.redis.RedisKeys;
import io.sluice.common.redis.RedisScript;
import io.sluice.common.redis.RedisUse;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.presence.Member;
import io.sluice.gateway.presence.PresenceStats;
import io.sluice.gateway.presence.PresenceStore;
import io.sluice.gateway.presence.PresenceUnavailableException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Presence in Redis. Of channel {@code c} there are, under {@code <prefix>.presence.data.c} the members' infos by client,
 * under {@code .expire.c} when each of them goes, and under {@code .users.c} how many connections each user has. Time is that of
 * Redis, so nodes whose clocks differ agree.
 *
 * <p>Every operation is one step of Redis for each channel; a batch larger than {@value #MEMBERS_PER_CALL} members of one channel
 * is several, so that nobody else waits for long.
 */
@ThreadSafe
public final class RedisPresence implements PresenceStore {

    /** Some 0.2 ms of Redis; and far below the 8000 values that one call of its Lua takes. */
    static final int MEMBERS_PER_CALL = 256;

    private final RedisKeys keys;
    private final Duration ttl;
    private final RedisScript put;
    private final RedisScript remove;
    private final RedisScript members;
    private final RedisScript stats;

    /**
     * A store over a connection that is started and stopped by whoever made it.
     *
     * @param keys what the keys of this installation are called
     * @param ttl how long a member stays after it was put, {@link PresenceStore#TTL} but for tests
     */
    public RedisPresence(RedisCommands commands, RedisKeys keys, Duration ttl) {
        this.keys = keys;
        this.ttl = ttl;
        this.put = RedisScript.of(commands, RedisUse.PRESENCE, RedisPresence.class, "expiry.lua", "put.lua");
        this.remove = RedisScript.of(commands, RedisUse.PRESENCE, RedisPresence.class, "expiry.lua", "remove.lua");
        this.members = RedisScript.of(commands, RedisUse.PRESENCE, RedisPresence.class, "expiry.lua", "members.lua");
        this.stats = RedisScript.of(commands, RedisUse.PRESENCE, RedisPresence.class, "expiry.lua", "stats.lua");
    }

    @Override
    public String name() {
        return "redis presence";
    }

    @Override
    public Future<Void> start() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> put(List<Member> batch) {
        Map<String, List<ClientInfo>> byChannel = new LinkedHashMap<>();
        batch.forEach(member -> byChannel
                .computeIfAbsent(member.channel(), channel -> new ArrayList<>())
                .add(member.info()));
        List<Future<?>> calls = new ArrayList<>();
        byChannel.forEach((channel, infos) -> {
            for (int from = 0; from < infos.size(); from += MEMBERS_PER_CALL) {
                calls.add(put(channel, infos.subList(from, Math.min(infos.size(), from + MEMBERS_PER_CALL))));
            }
        });
        return Future.join(calls).<Void>mapEmpty().recover(cause -> unavailable("put", cause));
    }

    private Future<?> put(String channel, List<ClientInfo> infos) {
        List<Buffer> arguments = new ArrayList<>(1 + 2 * infos.size());
        arguments.add(Buffer.buffer(Long.toString(ttl.toMillis())));
        for (ClientInfo info : infos) {
            arguments.add(Buffer.buffer(info.client()));
            arguments.add(MemberCodec.encode(info));
        }
        return put.run(keys(channel), arguments);
    }

    @Override
    public Future<Void> remove(String channel, String client, String user) {
        return remove.run(keys(channel), List.of(Buffer.buffer(client)))
                .<Void>mapEmpty()
                .recover(cause -> unavailable("remove", cause));
    }

    @Override
    public Future<Map<String, ClientInfo>> members(String channel) {
        return members.run(keys(channel), List.of())
                .map(reply -> decode(requireNonNull(reply)))
                .recover(cause -> unavailable("members", cause));
    }

    @Override
    public Future<PresenceStats> stats(String channel) {
        return stats.run(keys(channel), List.of())
                .map(reply -> new PresenceStats(
                        requireNonNull(reply).get(0).toInteger(), reply.get(1).toInteger()))
                .recover(cause -> unavailable("stats", cause));
    }

    /** Fields and values in turn. */
    private static Map<String, ClientInfo> decode(Response reply) {
        Map<String, ClientInfo> decoded = new HashMap<>();
        for (int i = 0; i + 1 < reply.size(); i += 2) {
            String client = reply.get(i).toString();
            ClientInfo info = MemberCodec.decode(client, reply.get(i + 1).toBytes());
            if (info != null) {
                decoded.put(client, info);
            }
        }
        return decoded;
    }

    private List<String> keys(String channel) {
        return List.of(
                keys.ofChannel("presence.data", channel),
                keys.ofChannel("presence.expire", channel),
                keys.ofChannel("presence.users", channel));
    }

    private static <T> Future<T> unavailable(String operation, Throwable cause) {
        return Future.failedFuture(
                new PresenceUnavailableException("Redis failed at the " + operation + " of presence", cause));
    }
}
