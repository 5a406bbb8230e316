package io.sluice.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PlainBackPressureTest {

    private static final int SMALL_BUFFER = 16 * 1024;
    private static final int TOTAL = 60 * 1024 * 1024;

    @Test
    void aClientThatDoesNotReadStopsTheBackend() throws Exception {
        AtomicLong written = new AtomicLong();
        FakeBackend backend = FakeBackend.of(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + TOTAL + "\r\n\r\n");
            Flood.run(wire, written, TOTAL);
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.own(Wire.connect(proxy.port(), SMALL_BUFFER));
            client.send(Wire.head("GET / HTTP/1.1", "Host: a"));
            client.readHead();
            Flood.awaitStandstill(written);
            assertThat(written.get()).isLessThan(Flood.MOST_IN_FLIGHT);
            Flood.assertArrives(client, TOTAL);
        }
    }

    @Test
    void aBackendThatDoesNotReadStopsTheClient() throws Exception {
        AtomicLong written = new AtomicLong();
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        FakeBackend backend = FakeBackend.of(SMALL_BUFFER, wire -> {
            wire.readHead();
            goOn.get(30, TimeUnit.SECONDS);
            Flood.assertArrives(wire, TOTAL);
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.connect();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + TOTAL + "\r\n\r\n");
            Flood.start(client, written, TOTAL);
            Flood.awaitStandstill(written);
            assertThat(written.get()).isLessThan(Flood.MOST_IN_FLIGHT);
            goOn.complete(null);
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
        }
    }
}
