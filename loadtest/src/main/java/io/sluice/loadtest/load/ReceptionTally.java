package io.sluice.loadtest.load;

import io.sluice.common.threading.EventLoopConfined;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What the returning clients of one loop met since the last {@link #take}. Threading: confined to the loop. */
@EventLoopConfined
final class ReceptionTally {
    private Histogram undisturbed = Interval.histogram();
    private Histogram returned = Interval.histogram();
    private long delivered;
    private long recovered;
    private long duplicated;
    private long reordered;
    private long wrong;
    private long unrecovered;
    private long refused;
    private long failed;
    private List<Arrival> arrivals = new ArrayList<>();
    private List<Departure> departures = new ArrayList<>();

    void offset(SequenceCheck.Verdict verdict) {
        delivered++;
        switch (verdict) {
            case NEW -> {}
            case REORDERED -> reordered++;
            case DUPLICATE -> duplicated++;
        }
    }

    void latency(boolean neverCutOff, long nanos) {
        Interval.record(neverCutOff ? undisturbed : returned, nanos);
    }

    void recovered() {
        recovered++;
    }

    void wrong() {
        wrong++;
    }

    void unrecovered() {
        unrecovered++;
    }

    void refused() {
        refused++;
    }

    void failed() {
        failed++;
    }

    void arrived(Arrival arrival) {
        arrivals.add(arrival);
    }

    void departed(Departure departure) {
        departures.add(departure);
    }

    /** Hands over what there is and begins anew. */
    Reception take() {
        Reception taken = new Reception(
                undisturbed,
                returned,
                delivered,
                recovered,
                duplicated,
                reordered,
                wrong,
                unrecovered,
                refused,
                failed,
                arrivals,
                departures);
        undisturbed = Interval.histogram();
        returned = Interval.histogram();
        delivered = 0;
        recovered = 0;
        duplicated = 0;
        reordered = 0;
        wrong = 0;
        unrecovered = 0;
        refused = 0;
        failed = 0;
        arrivals = new ArrayList<>();
        departures = new ArrayList<>();
        return taken;
    }
}
