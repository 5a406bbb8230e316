package io.sluice.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.backend.BackendAddress;
import io.sluice.router.discovery.DiscoveredBackends;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * A proxy with neighbours: clients that talk to an honest backend all the time, while a test does something bad to the proxy,
 * as a client of it or as another backend.
 */
final class Arena implements Closeable {

    /** Of the proxy with those who do not answer: long for machines, short for a test. */
    static final Duration PATIENCE = Duration.ofMillis(1500);

    private static final int NEIGHBOURS = 4; // two on each event loop

    private final FakeBackend honest;
    private final TestProxy proxy;
    private final List<Neighbour> neighbours = new ArrayList<>();

    private Arena() throws IOException, TimeoutException {
        honest = FakeBackend.switching(Neighbour::echo);
        proxy = TestProxy.builder()
                .headTimeout(PATIENCE)
                .keepAliveTimeout(PATIENCE)
                .connectTimeout(PATIENCE)
                .handshakeTimeout(PATIENCE)
                .responseTimeout(PATIENCE)
                .start(honest);
        for (int i = 0; i < NEIGHBOURS; i++) {
            neighbours.add(Neighbour.on(proxy.upgraded()));
        }
    }

    static Arena open() throws IOException, TimeoutException {
        return new Arena();
    }

    /** Lets a bad backend stand beside the honest one. */
    FakeBackend admit(FakeBackend bad) {
        proxy.own(bad);
        admit(bad.address());
        return bad;
    }

    void admit(BackendAddress bad) {
        proxy.pool.update(DiscoveredBackends.fixed(List.of(honest.address(), bad)));
    }

    /** Lets a bad backend stand alone; the neighbours keep their connections. */
    FakeBackend leaveOnly(FakeBackend bad) {
        proxy.own(bad);
        leaveOnly(bad.address());
        return bad;
    }

    void leaveOnly(BackendAddress bad) {
        proxy.pool.update(DiscoveredBackends.fixed(List.of(bad)));
    }

    TestProxy proxy() {
        return proxy;
    }

    BackendAddress proxyAddress() {
        return new BackendAddress("127.0.0.1", proxy.port());
    }

    /** So many new clients reach the honest backend, whatever else is known. */
    void assertServed(int clients) throws IOException {
        for (int i = 0; i < clients; i++) {
            Wire client = proxy.connect();
            client.send(TestProxy.HANDSHAKE);
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            client.send("hello\n");
            assertThat(client.readLineFeed()).isEqualTo("hello");
        }
    }

    /** All that the neighbours sent came back, in order, and they went on to the end. */
    void assertNeighboursUnharmed() throws Exception {
        for (Neighbour neighbour : neighbours) {
            neighbour.finish();
        }
        proxy.pool.update(DiscoveredBackends.fixed(List.of(honest.address())));
        assertServed(2);
    }

    @Override
    public void close() throws IOException {
        for (Neighbour neighbour : neighbours) {
            neighbour.close();
        }
        proxy.close();
        honest.close();
    }
}
