package io.sluice.gateway;

import io.sluice.common.metrics.SharedHistogram;
import io.sluice.common.redis.RedisCommands;
import io.sluice.common.redis.RedisFigures;
import io.sluice.gateway.broker.redis.RedisBroker;
import io.sluice.gateway.control.redis.RedisControl;
import io.sluice.gateway.metrics.GatewayMetric;
import io.sluice.gateway.metrics.GatewayMetrics;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** What is measured of a node's connections to Redis. */
final class RedisMeasures {

    private static final String COMMANDS = "commands";
    private static final String SUBSCRIBER = "subscriber";

    private RedisMeasures() {}

    static RedisFigures figures(GatewayMetrics metrics, LongSupplier nanoTime) {
        return new RedisFigures(
                nanoTime,
                use -> metrics.histogram(
                        GatewayMetric.REDIS_COMMAND_SECONDS, use.name().toLowerCase(Locale.ROOT)),
                metrics.histogram(GatewayMetric.REDIS_BATCH_COMMANDS),
                metrics.histogram(GatewayMetric.REDIS_RESUBSCRIBE_SECONDS));
    }

    /** Takes how long publications took from node to node, in microseconds. */
    static LongConsumer hops(GatewayMetrics metrics) {
        SharedHistogram hops = metrics.histogram(GatewayMetric.REDIS_HOP_SECONDS);
        return micros -> hops.record(TimeUnit.MICROSECONDS.toNanos(micros));
    }

    static void show(GatewayMetrics metrics, RedisCommands commands, RedisBroker broker, RedisControl control) {
        metrics.add(GatewayMetric.PUBLICATIONS_DROPPED, broker::undecodable, "undecodable");
        metrics.add(GatewayMetric.REDIS_MESSAGES, broker::messagesReceived, SUBSCRIBER);
        metrics.add(GatewayMetric.REDIS_RECONNECTS, broker::reconnects, SUBSCRIBER);
        metrics.add(GatewayMetric.REDIS_RECONNECTS, commands::reconnects, COMMANDS);
        metrics.add(GatewayMetric.REDIS_CONNECTIONS, commands::connections, COMMANDS);
        metrics.add(GatewayMetric.REDIS_CONNECTED, commands::connectedConnections, COMMANDS);
        // The broker's and the control's are summed.
        metrics.add(GatewayMetric.REDIS_CONNECTIONS, broker::connections, SUBSCRIBER);
        metrics.add(GatewayMetric.REDIS_CONNECTED, broker::readyConnections, SUBSCRIBER);
        metrics.add(GatewayMetric.REDIS_CONNECTIONS, () -> 1, SUBSCRIBER);
        metrics.add(GatewayMetric.REDIS_CONNECTED, () -> control.hears() ? 1 : 0, SUBSCRIBER);
    }
}
