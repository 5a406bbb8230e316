package io.sluice.common.redis;

import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Future;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Some master of a cluster, for a connection that subscribes: what is published at one member reaches the subscribers of all. A new
 * connection goes to a master by chance, so that they spread, and stays while it is listed as one.
 */
@EventLoopConfined
final class ClusterSource implements MasterSource {

    /** Connections are checked each second; that many are content with what was answered before. */
    private static final int CHECKS_PER_QUESTION = 5;

    private final ClusterTopology topology;
    private final RandomGenerator random;
    private int checks;

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
        return topology.ask().map(table -> table.masters().contains(here) ? here : choose(table.masters()));
    }

    @Override
    public Future<Void> confirm(RespConnection connection) {
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
