package io.sluice.gateway.fakes;

import io.sluice.gateway.loop.Delays;
import io.sluice.gateway.loop.LoopTasks;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.DeliveryTimes;
import io.sluice.gateway.outbound.OutboundLoop;
import java.util.function.LongSupplier;

/** Measures of deliveries for tests of what hands publications out. */
public final class Deliveries {

    private static final int QUEUE_BYTES = 1000;

    private Deliveries() {}

    /** For a loop whose clock may stand; the wall clock runs with it. */
    public static DeliveryTimes of(LoopTasks loop, LongSupplier nanoTime, LoopCounters counters) {
        TurnBudget turn = new TurnBudget(loop, nanoTime);
        return new OutboundLoop(loop, turn, new Delays(loop, turn, nanoTime), counters, QUEUE_BYTES)
                .deliveryTimes(() -> nanoTime.getAsLong() / 1000);
    }

    /** For a loop that is worked off by hand. */
    public static DeliveryTimes of(HandLoop loop) {
        return of(loop.loopTasks(), loop.clock(), new LoopCounters());
    }
}
