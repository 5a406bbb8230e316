package io.sluice.loadtest.balance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sluice.loadtest.measure.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CounterWatchTest {
    /** It goes on by an hour whenever somebody looks, so that all readings are far apart. */
    private static final class HourlyClock implements TimeSource {
        private static final long HOUR = 3_600_000_000_000L;

        private long hours;

        @Override
        public long nanos() {
            return HOUR * hours++;
        }

        @Override
        public long unixMillis() {
            return 0;
        }

        @Override
        public void sleepUntil(long deadlineNanos) {}
    }

    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger admitted = new AtomicInteger();
    private final CounterWatch watch = new CounterWatch(new HourlyClock());
    private HttpServer server;
    private URI url;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            byte[] body = ("sluice_gateway_drain_closed_total " + closed + ".0\nsluice_gateway_admitted_total "
                            + admitted + ".0\n")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void read(long life, int closedSoFar, int admittedSoFar) throws InterruptedException {
        closed.set(closedSoFar);
        admitted.set(admittedSoFar);
        watch.read(life, url);
    }

    /** Asked for three hours from the first request to the second answer. */
    private static double counted(PaceReadings readings) {
        return readings.mostAhead(1.0 / 10_800).orElseThrow() + 1;
    }

    @Test
    void bothCountersAreFollowed() throws Exception {
        read(1, 10, 500);
        read(1, 17, 620);

        assertThat(Math.round(counted(watch.closes(1)))).isEqualTo(7);
        assertThat(watch.handshakes()).singleElement().satisfies(readings -> assertThat(Math.round(counted(readings)))
                .isEqualTo(120));
    }

    @Test
    void aNodeThatRestartsBeginsAnew() throws Exception {
        read(1, 10, 500);
        read(2, 0, 0);
        read(2, 0, 30);

        assertThat(watch.closes(1).mostAhead(1)).isEmpty();
        assertThat(watch.handshakes()).hasSize(2);
    }

    @Test
    void aNodeThatDoesNotAnswerGivesNoReading() throws Exception {
        read(1, 10, 500);
        server.stop(0);
        read(1, 11, 501);

        assertThat(watch.closes(1).mostAhead(1)).isEmpty();
    }
}
