package io.sluice.gateway.hub;

import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.StreamSight;
import io.sluice.gateway.fakes.HandLoop;
import java.time.Duration;
import java.util.Optional;

/** Nodes without patterns. */
final class Nodes {

    /** For shards whose streams nobody watches. */
    static final StreamWatch NO_WATCH = new StreamWatch() {

        @Override
        public void suspect(String channel, StreamSight before) {}

        @Override
        public void left(String channel, StreamSight last) {}
    };

    private Nodes() {}

    static NodeSubscriptions subscriptions(HandLoop loop, Broker broker, Duration linger) {
        return new NodeSubscriptions(
                loop.vertx(), loop.context(), broker, linger, name -> Optional.empty(), name -> {});
    }
}
