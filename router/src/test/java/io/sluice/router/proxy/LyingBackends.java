package io.sluice.router.proxy;

import static io.sluice.router.proxy.TestProxy.HANDSHAKE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.backend.BackendAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Backends that are not what they seem: each is known to the proxy as ready. */
final class LyingBackends {

    private static final int CLIENTS = 4;
    /** More than all buffers between a backend and a client that does not read. */
    private static final long FLOOD_BYTES = 64L * 1024 * 1024;

    private LyingBackends() {}

    static Stream<Adversity> all() {
        return Stream.of(passedOver(), answered(), afterwards()).flatMap(cases -> cases);
    }

    /** Nothing came of it before an answer: clients are served by the honest one and do not notice. */
    private static Stream<Adversity> passedOver() {
        return Stream.of(
                new Adversity("a backend whose port is closed", arena -> {
                    arena.admit(closedPort());
                    arena.assertServed(CLIENTS);
                }),
                new Adversity("a backend that is the router itself", arena -> {
                    arena.admit(arena.proxyAddress());
                    arena.assertServed(CLIENTS);
                }),
                passedOver("a backend that closes at once", wire -> {}),
                passedOver("a backend that resets at once", Wire::reset),
                passedOver("a backend that closes behind the request", Wire::readHead),
                passedOver("a backend that resets behind the request", wire -> {
                    wire.readHead();
                    wire.reset();
                }),
                passedOver("a backend that breaks off in the first line of its answer", answering("HTTP/1.1 10")),
                passedOver("a backend that breaks off in its headers", answering("HTTP/1.1 101 Yes\r\nUpgrade: web")),
                passedOver(
                        "a backend that is not ready",
                        answering("HTTP/1.1 503 Not Ready\r\nContent-Length: 3\r\n\r\nno\n")));
    }

    /** A wrong answer: the client gets an error at once, and no other. */
    private static Stream<Adversity> answered() {
        return Stream.of(
                refused("a backend that speaks another protocol", "SSH-2.0-OpenSSH_9.2\r\n", "502"),
                refused("a backend that speaks HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "502"),
                refused(
                        "a backend that switches without a key",
                        "HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\n\r\n",
                        "502|504"),
                refused("a status that is no number", "HTTP/1.1 abc Hm\r\n\r\n", "502"),
                refused("a header that is none", "HTTP/1.1 101 Yes\r\nBad Header: 1\r\n\r\n", "502"),
                refused(
                        "a header with a NUL in it",
                        "HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: a\0b\r\n\r\n",
                        "502"),
                refused(
                        "a head without an end",
                        "HTTP/1.1 101 Yes\r\n" + ("X-Filler: " + "x".repeat(1000) + "\r\n").repeat(100),
                        "502"),
                refused(
                        "a backend that sends everybody elsewhere",
                        "HTTP/1.1 302 There\r\nContent-Length: 0\r\n\r\n",
                        "302"),
                refused("a backend that answers with a page", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", "200"),
                new Adversity("a router that is its own only backend", arena -> {
                    arena.leaveOnly(arena.proxyAddress());
                    assertThat(arena.proxy().exchange(HANDSHAKE)).startsWith("HTTP/1.1 503 ");
                    assertThat(arena.proxy().failures).contains(ProxyFailure.LOOP);
                    assertThat(arena.proxy().exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                            .startsWith("HTTP/1.1 503 ");
                    assertThat(arena.proxy().failures).contains(ProxyFailure.LOOP);
                }),
                new Adversity("a backend that says nothing", arena -> {
                    arena.leaveOnly(FakeBackend.of(Wire::readAll));
                    assertThat(arena.proxy().exchange(HANDSHAKE)).startsWith("HTTP/1.1 504 ");
                }),
                new Adversity("a backend that says hold on for ever", arena -> {
                    arena.leaveOnly(FakeBackend.of(wire -> {
                        wire.readHead();
                        while (true) {
                            wire.send("HTTP/1.1 100 Continue\r\n\r\n");
                        }
                    }));
                    assertThat(arena.proxy().exchange(HANDSHAKE)).startsWith("HTTP/1.1 50");
                }),
                new Adversity("a backend that takes connections and never looks at them", arena -> {
                    try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
                        arena.admit(new BackendAddress("127.0.0.1", deaf.getLocalPort()));
                        for (int i = 0; i < CLIENTS; i++) {
                            assertThat(shaken(arena)).containsAnyOf(" 101 ", " 504 ");
                        }
                    }
                }));
    }

    /** After the 101: the client gets what was sent and a clear end. */
    private static Stream<Adversity> afterwards() {
        return Stream.of(
                ended("a backend that closes behind the 101", wire -> {}),
                ended("a backend that resets behind the 101", Wire::reset),
                ended("a backend that resets in the middle of a frame", wire -> {
                    wire.send(new byte[] {(byte) 0x82, 126, 4, 0, 1, 2, 3});
                    wire.reset();
                }),
                new Adversity("a backend that is half open: it ends its output and listens on", arena -> {
                    arena.leaveOnly(FakeBackend.switching(wire -> {
                        wire.endOutput();
                        wire.readAll();
                    }));
                    Wire client = arena.proxy().upgraded();
                    assertThat(client.readAll()).isEmpty();
                }),
                new Adversity("a backend that floods a client that does not read", arena -> {
                    arena.leaveOnly(FakeBackend.switching(wire -> Flood.run(wire, new AtomicLong(), FLOOD_BYTES)));
                    arena.proxy().upgraded(4096);
                }),
                new Adversity("a second head behind the 101 is the client's, not the proxy's", arena -> {
                    String second = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
                    arena.leaveOnly(FakeBackend.switching(wire -> wire.send(second)));
                    assertThat(arena.proxy().upgraded().readAll()).isEqualTo(second);
                }));
    }

    private static Adversity passedOver(String name, FakeBackend.Script script) {
        return new Adversity(name, arena -> {
            FakeBackend bad = arena.admit(FakeBackend.of(script));
            arena.assertServed(CLIENTS);
            assertThat(bad.connections()).isPositive();
        });
    }

    private static Adversity refused(String name, String answer, String status) {
        return new Adversity(name, arena -> {
            arena.leaveOnly(FakeBackend.of(answering(answer).andReadOn()));
            assertThat(arena.proxy().exchange(HANDSHAKE)).matches("(?s)HTTP/1.1 (" + status + ") .*");
        });
    }

    private static Adversity ended(String name, FakeBackend.Script script) {
        return new Adversity(name, arena -> {
            arena.leaveOnly(FakeBackend.switching(script));
            assertThat(arena.proxy().upgraded().isEnded()).isTrue();
        });
    }

    /** What a client that shakes hands gets to read first. */
    private static String shaken(Arena arena) throws IOException {
        Wire client = arena.proxy().connect();
        client.send(HANDSHAKE);
        return client.readLine();
    }

    private static Answering answering(String answer) {
        return new Answering(answer, false);
    }

    private static BackendAddress closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new BackendAddress("127.0.0.1", socket.getLocalPort());
        }
    }

    /** Answers each request in the same way. */
    private record Answering(String answer, boolean readsOn) implements FakeBackend.Script {

        /** The backend leaves it to the proxy to close. */
        Answering andReadOn() {
            return new Answering(answer, true);
        }

        @Override
        public void serve(Wire wire) throws IOException {
            wire.readHead();
            wire.send(answer);
            if (readsOn) {
                wire.readAll();
            }
        }
    }
}
