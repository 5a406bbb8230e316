package io.sluice.gateway.presence.memory;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.presence.Member;
import io.sluice.gateway.presence.PresenceStats;
import io.sluice.gateway.presence.PresenceStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Presence for one node. Every operation is over when its call returns.
 *
 * <p>Limits: as many members as this node's clients have subscriptions, which are limited elsewhere.
 */
@ThreadSafe
public final class MemoryPresence implements PresenceStore {

    private final Vertx vertx;
    private final LongSupplier nanoTime;
    private final Duration ttl;
    private final Map<String, ChannelMembers> channels = new ConcurrentHashMap<>();
    private final Promise<Long> sweeping = Promise.promise();

    /**
     * A store in which nobody is.
     *
     * @param nanoTime monotonic clock
     * @param ttl how long a member stays after it was put, {@link PresenceStore#TTL} but for tests
     */
    public MemoryPresence(Vertx vertx, LongSupplier nanoTime, Duration ttl) {
        this.vertx = vertx;
        this.nanoTime = nanoTime;
        this.ttl = ttl;
    }

    @Override
    public String name() {
        return "memory presence";
    }

    /** Begins to forget those whom nobody asks for. */
    @Override
    public Future<Void> start() {
        sweeping.complete(vertx.setPeriodic(ttl.toMillis(), timer -> sweep()));
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        sweeping.future().onSuccess(vertx::cancelTimer);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> put(List<Member> members) {
        long goneAtNanos = nanoTime.getAsLong() + ttl.toNanos();
        for (Member member : members) {
            channels.compute(member.channel(), (channel, known) -> {
                ChannelMembers present = known == null ? new ChannelMembers() : known;
                present.put(member.info(), goneAtNanos);
                return present;
            });
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> remove(String channel, String client, String user) {
        channels.computeIfPresent(channel, (name, present) -> {
            present.remove(client);
            return present.isEmpty() ? null : present;
        });
        return Future.succeededFuture();
    }

    @Override
    public Future<Map<String, ClientInfo>> members(String channel) {
        ChannelMembers present = present(channel);
        return Future.succeededFuture(present == null ? Map.of() : present.members());
    }

    @Override
    public Future<PresenceStats> stats(String channel) {
        ChannelMembers present = present(channel);
        return Future.succeededFuture(present == null ? new PresenceStats(0, 0) : present.stats());
    }

    /** How many channels have members; with those that have expired and were not asked for since. */
    int channels() {
        return channels.size();
    }

    private void sweep() {
        channels.keySet().forEach(this::present);
    }

    /** Those of a channel who have not expired; null if there are none. */
    private @Nullable ChannelMembers present(String channel) {
        return channels.computeIfPresent(channel, (name, present) -> {
            present.expire(nanoTime.getAsLong());
            return present.isEmpty() ? null : present;
        });
    }
}
