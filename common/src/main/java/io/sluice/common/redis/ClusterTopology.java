package io.sluice.common.redis;

import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks the members of a cluster which master has which slots. They are asked in turn until one answers that is in touch with the cluster
 * ({@code cluster_state:ok}); that one is asked first from then on, over a connection that is kept. Members are those of the settings, and
 * all masters that were named last.
 *
 * <p>Limits: each member is given the connect timeout to be connected, again to be greeted, and again for each of two answers.
 */
@EventLoopConfined
final class ClusterTopology {

    private final Vertx vertx;
    private final RedisDialer dialer;
    private final List<RedisAddress> seeds;
    private final long timeoutMillis;

    /* In the order in which they are asked; a connection is to the first one, if there is one. */
    private final List<RedisAddress> members;
    private @Nullable RespConnection kept;

    /* The round of questions that is under way. */
    private @Nullable Future<SlotTable> asking;

    ClusterTopology(Vertx vertx, RedisDialer dialer, RedisSettings settings) {
        this.vertx = vertx;
        this.dialer = dialer;
        this.seeds = settings.seeds();
        this.timeoutMillis = settings.connectTimeout().toMillis();
        this.members = new ArrayList<>(seeds);
    }

    /** The table of the first member that works, or {@link RedisUnavailableException} saying why there is none. */
    Future<SlotTable> ask() {
        if (asking != null) {
            return asking;
        }
        Future<SlotTable> round = ask(members.size(), new TreeMap<>());
        asking = round;
        return round.onComplete(outcome -> asking = null);
    }

    /** Looks at a connection to a member; fails if that one has lost touch with its cluster. */
    Future<Void> confirm(RespConnection connection) {
        return ClusterMember.confirm(vertx, connection, timeoutMillis);
    }

    /** Whoever answered last is asked last. */
    void doubt() {
        if (kept != null) {
            kept.close("another member of the cluster is asked");
            kept = null;
        }
        members.add(members.remove(0));
    }

    /**
     * Asks one after the other.
     *
     * @param left how many are still to be asked in this round
     * @param failures what the others failed with, in an order that is the same each time
     */
    private Future<SlotTable> ask(int left, Map<String, String> failures) {
        if (left == 0) {
            return Future.failedFuture(new RedisUnavailableException(
                    "no member of the cluster knows its masters: " + list(failures), false));
        }
        RedisAddress asked = members.get(0);
        return connection(asked)
                .compose(connection -> confirm(connection).compose(works -> slots(connection)))
                .compose(answer -> read(answer, asked))
                .onSuccess(table -> remember(asked, table))
                .recover(cause -> {
                    failures.put(asked.endpoint(), String.valueOf(cause.getMessage()));
                    doubt();
                    return ask(left - 1, failures);
                });
    }

    private Future<RespConnection> connection(RedisAddress member) {
        if (kept != null && !kept.closed()) {
            return Future.succeededFuture(kept);
        }
        return dialer.dial(member).onSuccess(opened -> kept = opened);
    }

    private Future<@Nullable Response> slots(RespConnection connection) {
        return RedisQuestion.ask(vertx, connection, Request.cmd(Command.CLUSTER).arg("SLOTS"), timeoutMillis);
    }

    private static Future<SlotTable> read(@Nullable Response answer, RedisAddress asked) {
        try {
            SlotTable table = SlotTable.read(answer, asked);
            return table.masters().isEmpty()
                    ? Future.failedFuture(new RedisUnavailableException("no slot has a master", false))
                    : Future.succeededFuture(table);
        } catch (IllegalArgumentException nonsense) {
            return Future.failedFuture(
                    new RedisUnavailableException("answers with something else than slots and masters", false));
        }
    }

    /* A cluster whose members were all replaced since the start is still found; and by the seeds one that was made anew. */
    private void remember(RedisAddress first, SlotTable table) {
        Set<RedisAddress> known = new LinkedHashSet<>();
        known.add(first);
        known.addAll(table.masters());
        known.addAll(seeds);
        members.clear();
        members.addAll(known);
    }

    private static String list(Map<String, String> failures) {
        return failures.entrySet().stream()
                .map(failure -> failure.getKey() + " " + failure.getValue())
                .collect(Collectors.joining("; "));
    }

    @Override
    public String toString() {
        return "the cluster of " + seeds.stream().map(RedisAddress::endpoint).toList();
    }
}
