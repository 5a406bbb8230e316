package io.sluice.common.redis;

import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Future;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Some master of a cluster, for a connection that subscribes: what is published at one member reaches the subscribers of all. A new
 * connection goes to a master by chance, so that they spread, and stays while it is listed as one, and until it has said twice, while
 * another member works, that it has lost touch with the cluster: it would hear nothing of the others then.
 */
@EventLoopConfined
final class ClusterSource implements MasterSource {

    /** Connections are checked each second; that many are content with what was answered before. */
    private static final int CHECKS_PER_QUESTION = 5;

    /** One that has just taken over, or was halted for a moment, may need some seconds. */
    private static final int REFUSALS_UNTIL_LEFT = 2;

    private final ClusterTopology topology;
    private final RandomGenerator random;
    private int checks;

    /* The connection that was looked at last, and how often in a row it has lost touch with its cluster. */
    private @Nullable RespConnection present;
    private int refusals;

    /* Where the last connection went, or could not be made; the next one goes elsewhere if it can. */
    private @Nullable RedisAddress last;

    ClusterSource(ClusterTopology topology, RandomGenerator random) {
        this.topology = topology;
        this.random = random;
    }

    @Override
    public Future<RedisAddress> find() {
        return topology.ask().map(table -> {
            RedisAddress chosen = choose(table.masters());
            last = chosen;
            return chosen;
        });
    }

    @Override
    public Future<RedisAddress> check(RedisAddress here) {
        if (++checks % CHECKS_PER_QUESTION != 0) {
            return Future.succeededFuture(here);
        }
        // While no other member works either, there is no better one.
        return topology.ask()
                .onFailure(nobodyWorks -> refusals = 0)
                .compose(table -> table.masters().contains(here)
                        ? lostTouch().map(lost -> lost ? choose(table.masters()) : here)
                        : Future.succeededFuture(choose(table.masters())));
    }

    /* One that says nothing is ended by the link, as any that is silent. */
    private Future<Boolean> lostTouch() {
        RespConnection asked = present;
        if (asked == null || asked.closed()) {
            return Future.succeededFuture(false);
        }
        return ClusterMember.works(asked).map(works -> {
            refusals = works ? 0 : refusals + 1;
            return refusals >= REFUSALS_UNTIL_LEFT;
        });
    }

    @Override
    public Future<Void> confirm(RespConnection connection) {
        present = connection;
        refusals = 0;
        return topology.confirm(connection);
    }

    /** Nothing to do: a master that cannot be reached does not speak against the member that named it. */
    @Override
    public void doubt() {}

    private RedisAddress choose(List<RedisAddress> masters) {
        List<RedisAddress> others =
                masters.stream().filter(master -> !master.equals(last)).toList();
        List<RedisAddress> choice = others.isEmpty() ? masters : others;
        return choice.get(random.nextInt(choice.size()));
    }

    @Override
    public String toString() {
        return topology.toString();
    }
}
