package io.sluice.gateway;

import io.sluice.common.cluster.NodeHeartbeat;
import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.cluster.NodeRegistry;
import io.sluice.common.lifecycle.ServiceStack;
import io.sluice.common.redis.RedisCommands;
import io.sluice.common.redis.RedisFigures;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.memory.MemoryBroker;
import io.sluice.gateway.broker.redis.RedisBroker;
import io.sluice.gateway.control.Control;
import io.sluice.gateway.control.memory.MemoryControl;
import io.sluice.gateway.control.redis.RedisControl;
import io.sluice.gateway.hook.ledger.ConnectionLedger;
import io.sluice.gateway.hook.ledger.memory.MemoryBook;
import io.sluice.gateway.hook.ledger.redis.RedisLedger;
import io.sluice.gateway.metrics.GatewayMetrics;
import io.sluice.gateway.presence.PresenceStore;
import io.sluice.gateway.presence.memory.MemoryPresence;
import io.sluice.gateway.presence.redis.RedisPresence;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What joins this node with others: Redis, or nothing for a node that is alone. */
interface Cluster {

    Broker broker();

    Control control();

    PresenceStore presence();

    /** What this node notes of its connections, so that others can report them should it die. */
    ConnectionLedger ledger();

    /** Adds what has to run before the broker and the control. */
    void addConnections(ServiceStack stack);

    /**
     * Adds what tells the other nodes, and the routers, of this one.
     *
     * @return tells them at once what has changed; any thread
     */
    Runnable addHeartbeat(ServiceStack stack, LongFunction<NodeRecord> record);

    /** The records of all live nodes; a node that is alone asks for its own. */
    Future<List<NodeRecord>> nodes(Supplier<NodeRecord> self);

    static Cluster of(
            Vertx vertx,
            GatewaySettings settings,
            String nodeId,
            GatewayMetrics metrics,
            LongSupplier unixMicros,
            LongSupplier nanoTime) {
        return switch (settings.engine().type()) {
            case MEMORY ->
                new Alone(
                        new MemoryBroker(vertx, nanoTime, unixMicros),
                        new MemoryControl(vertx, nodeId),
                        new MemoryPresence(vertx, nanoTime, PresenceStore.TTL),
                        new MemoryBook(nanoTime).of(nodeId));
            case REDIS -> OnRedis.of(vertx, settings, nodeId, metrics, unixMicros, nanoTime);
        };
    }

    /** A single node. */
    record Alone(Broker broker, Control control, PresenceStore presence, ConnectionLedger ledger) implements Cluster {

        @Override
        public void addConnections(ServiceStack stack) {}

        @Override
        public Runnable addHeartbeat(ServiceStack stack, LongFunction<NodeRecord> record) {
            return () -> {};
        }

        @Override
        public Future<List<NodeRecord>> nodes(Supplier<NodeRecord> self) {
            return Future.succeededFuture(List.of(self.get()));
        }
    }

    /** Nodes that share a Redis. */
    record OnRedis(
            Vertx vertx,
            RedisCommands commands,
            NodeRegistry registry,
            Broker broker,
            Control control,
            PresenceStore presence,
            ConnectionLedger ledger)
            implements Cluster {

        static OnRedis of(
                Vertx vertx,
                GatewaySettings settings,
                String nodeId,
                GatewayMetrics metrics,
                LongSupplier unixMicros,
                LongSupplier nanoTime) {
            var redis = settings.engine().redis();
            RedisFigures figures = RedisMeasures.figures(metrics, nanoTime);
            RedisCommands commands = RedisCommands.of(vertx, redis, figures);
            NodeRegistry registry = new NodeRegistry(commands, redis.keys());
            RedisBroker broker = new RedisBroker(
                    vertx,
                    redis,
                    commands,
                    settings.channel().maxPublicationSize(),
                    figures,
                    unixMicros,
                    RedisMeasures.hops(metrics));
            RedisControl control = new RedisControl(vertx, redis, commands, registry, nodeId);
            RedisMeasures.show(metrics, commands, broker, control);
            return new OnRedis(
                    vertx,
                    commands,
                    registry,
                    broker,
                    control,
                    new RedisPresence(commands, redis.keys(), PresenceStore.TTL),
                    new RedisLedger(commands, redis.keys(), nodeId));
        }

        @Override
        public void addConnections(ServiceStack stack) {
            stack.add(commands);
        }

        @Override
        public Runnable addHeartbeat(ServiceStack stack, LongFunction<NodeRecord> record) {
            NodeHeartbeat heartbeat = new NodeHeartbeat(vertx, registry, record);
            stack.add(heartbeat);
            return heartbeat::beat;
        }

        @Override
        public Future<List<NodeRecord>> nodes(Supplier<NodeRecord> self) {
            return registry.list();
        }
    }
}
