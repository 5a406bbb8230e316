package io.sluice.gateway.fakes;

import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.channel.ChannelLookup;
import io.sluice.gateway.channel.ChannelRules;
import io.sluice.gateway.channel.Feeds;
import io.sluice.gateway.hub.Hub;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Hubs for tests. */
public final class TestHubs {

    /** Time between two checks of a channel's position. */
    public static final Duration CHECK_PERIOD = Duration.ofSeconds(40);

    private TestHubs() {}

    /** A hub that knows the patterns of {@code rules}. */
    public static Hub of(HandLoop loop, Broker broker, ChannelRules rules) {
        return new Hub(
                loop.vertx(),
                loop.context(),
                broker,
                name -> rules.lookup(name) instanceof ChannelLookup.Found found && found.isPattern()
                        ? Optional.of(Feeds.of(found.options()))
                        : Optional.empty(),
                CHECK_PERIOD,
                () -> 0L,
                loop.clock());
    }

    /** A hub whose channels have no patterns. */
    public static Hub of(HandLoop loop, Broker broker) {
        return of(loop.vertx(), loop.context(), broker, loop.clock());
    }

    /** The same, on another context. */
    public static Hub of(Vertx vertx, Context owner, Broker broker, LongSupplier nanoTime) {
        return new Hub(vertx, owner, broker, name -> Optional.empty(), CHECK_PERIOD, () -> 0L, nanoTime);
    }
}
