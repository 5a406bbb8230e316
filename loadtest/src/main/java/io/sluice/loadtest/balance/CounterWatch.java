package io.sluice.loadtest.balance;

import io.sluice.loadtest.measure.MetricsReading;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads what gateways count themselves of the clients that they let in and send away. Each life of a node is followed by itself,
 * as it begins its counters anew.
 *
 * <p>Threading: {@link #read} blocks its caller.
 */
@ThreadConfined
final class CounterWatch {
    private static final String CLOSED = "sluice_gateway_drain_closed_total";
    private static final String ADMITTED = "sluice_gateway_admitted_total";

    private final HttpClient client = MetricsReading.client();
    private final TimeSource time;
    private final Map<Long, PaceReadings> closes = new TreeMap<>();
    private final Map<Long, PaceReadings> handshakes = new TreeMap<>();

    /** Readings by this clock. */
    CounterWatch(TimeSource time) {
        this.time = time;
    }

    /**
     * Takes a reading; none when the node does not answer, as it ends or is not up yet.
     *
     * @param life the node's process
     */
    void read(long life, URI managementUrl) throws InterruptedException {
        long sent = time.nanos();
        MetricsReading reading;
        try {
            reading = MetricsReading.of(client, managementUrl);
        } catch (IOException e) {
            return;
        }
        long received = time.nanos();
        of(closes, life).add(sent, received, reading.total(CLOSED));
        of(handshakes, life).add(sent, received, reading.total(ADMITTED));
    }

    private static PaceReadings of(Map<Long, PaceReadings> lives, long life) {
        return lives.computeIfAbsent(life, unknown -> new PaceReadings());
    }

    /** Clients that a node has sent away as it drained. */
    PaceReadings closes(long life) {
        return of(closes, life);
    }

    /** Clients let in, for each life of a node that has answered. */
    Collection<PaceReadings> handshakes() {
        return List.copyOf(handshakes.values());
    }
}
