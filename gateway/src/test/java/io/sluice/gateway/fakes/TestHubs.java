package io.sluice.gateway.fakes;

import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.hub.Hub;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Hubs whose channels have no patterns. */
public final class TestHubs {

    /** Time between two checks of a channel's position. */
    public static final Duration CHECK_PERIOD = Duration.ofSeconds(40);

    private TestHubs() {}

    public static Hub of(HandLoop loop, Broker broker) {
        return of(loop.vertx(), loop.context(), broker, loop.clock());
    }

    public static Hub of(Vertx vertx, Context owner, Broker broker, LongSupplier nanoTime) {
        return new Hub(vertx, owner, broker, name -> Optional.empty(), CHECK_PERIOD, () -> 0L, nanoTime);
    }
}
