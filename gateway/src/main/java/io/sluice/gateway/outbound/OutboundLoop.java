package io.sluice.gateway.outbound;

import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.loop.Delays;
import io.sluice.gateway.loop.LoopTasks;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.metrics.LoopCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the outbound sides of one event loop's clients share. */
@EventLoopConfined
public final class OutboundLoop {

    private final FlushList flushes;
    private final Delays delays;
    private final LoopCounters counters;
    private final int queueMaxBytes;
    // By the index of their format.
    private final List<@Nullable MessageSequence> empties = new ArrayList<>();

    /** @param queueMaxBytes most bytes that wait for a client whose socket takes no more */
    public OutboundLoop(LoopTasks loop, TurnBudget turn, Delays delays, LoopCounters counters, int queueMaxBytes) {
        this.flushes = new FlushList(loop, turn);
        this.delays = delays;
        this.counters = counters;
        this.queueMaxBytes = queueMaxBytes;
        for (int i = 0; i < WireFormat.COUNT; i++) {
            empties.add(null);
        }
    }

    /**
     * Measures what is handed to this loop's clients.
     *
     * @param unixMicros wall clock, in microseconds since 1970
     */
    public DeliveryTimes deliveryTimes(LongSupplier unixMicros) {
        return new DeliveryTimes(this, unixMicros);
    }

    FlushList flushes() {
        return flushes;
    }

    Delays delays() {
        return delays;
    }

    LoopCounters counters() {
        return counters;
    }

    /** The sequence that every client with this format starts from. */
    MessageSequence empty(WireFormat format) {
        MessageSequence empty = empties.get(format.index());
        if (empty == null) {
            empty = MessageSequence.empty(format);
            empties.set(format.index(), empty);
        }
        return empty;
    }

    SlowQueue newQueue(WireFormat format) {
        return new SlowQueue(format, queueMaxBytes, counters);
    }
}
