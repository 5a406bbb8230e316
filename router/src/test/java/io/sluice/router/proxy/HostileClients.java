package io.sluice.router.proxy;

import static io.sluice.router.proxy.TestProxy.HANDSHAKE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Clients that want the proxy to misread a request, to run out of something, or to wait for them. */
final class HostileClients {

    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int MANY = 200;

    private HostileClients() {}

    static Stream<Adversity> all() {
        return Stream.of(smuggling(), oversized(), slow(), rude()).flatMap(cases -> cases);
    }

    private static Stream<Adversity> smuggling() {
        return Stream.of(
                smuggled(
                        "two lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 41\r\n\r\n"),
                smuggled(
                        "a length and chunks",
                        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 41\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                smuggled(
                        "an unknown coding",
                        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 41\r\nTransfer-Encoding: xchunked\r\n\r\n"),
                smuggled(
                        "a coding behind chunked",
                        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
                smuggled("a blank before the colon", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 41\r\n\r\n"),
                smuggled("a negative length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -41\r\n\r\n"),
                smuggled("a length with a sign", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +41\r\n\r\n"),
                smuggled(
                        "a chunk of an impossible size",
                        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n"),
                smuggled("a folded header", "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n"),
                smuggled("a body in a handshake", HANDSHAKE.replace("\r\n\r\n", "\r\nContent-Length: 41\r\n\r\n")),
                refused("a bare carriage return in a header", "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n"),
                refused("two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
                refused("no host", "GET / HTTP/1.1\r\n\r\n"),
                refused("a tunnel", "CONNECT secret:80 HTTP/1.1\r\nHost: secret\r\n\r\n"),
                refused("a NUL in a header", "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"),
                new Adversity("an upgrade to HTTP/2, behind which the proxy would see nothing", arena -> {
                    List<String> heads = new CopyOnWriteArrayList<>();
                    arena.leaveOnly(recording(heads));
                    arena.proxy()
                            .exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings, close\r\n"
                                    + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n");
                    assertThat(heads).allSatisfy(head -> assertThat(head).doesNotContainIgnoringCase("h2c"));
                }),
                new Adversity("headers in the router's own name", arena -> {
                    List<String> heads = new CopyOnWriteArrayList<>();
                    arena.leaveOnly(recording(heads));
                    arena.proxy()
                            .exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Forwarded-For: 6.6.6.6\r\n"
                                    + "X-Real-IP: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\nX-Request-Id: mine\r\n\r\n");
                    assertThat(heads).singleElement().satisfies(head -> assertThat(head)
                            .doesNotContain("6.6.6.6", "mine"));
                }));
    }

    private static Stream<Adversity> oversized() {
        return Stream.of(
                refused(
                        "a request line without an end",
                        "GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused(
                        "a header without an end",
                        "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(100_000) + "\r\n\r\n"),
                refused("ten thousand headers", "GET / HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(10_000) + "\r\n"),
                new Adversity("a flood behind a handshake that waits for its answer", arena -> {
                    arena.leaveOnly(FakeBackend.of(Wire::readAll));
                    Wire client = arena.proxy().connect();
                    client.send(HANDSHAKE);
                    client.send(new byte[256 * 1024]);
                    assertThat(client.isEnded()).isTrue();
                }));
    }

    private static Stream<Adversity> slow() {
        return Stream.of(
                new Adversity("hundreds of connections that say nothing", arena -> {
                    Wire last = arena.proxy().connect();
                    for (int i = 1; i < MANY; i++) {
                        last = arena.proxy().connect();
                    }
                    assertThat(last.isEnded()).isTrue();
                }),
                new Adversity("a head that comes byte by byte and never ends", arena -> {
                    Wire client = arena.proxy().connect();
                    client.send("GET / HTTP/1.1\r\nX: ");
                    assertThat(trickles(client)).isTrue();
                }),
                new Adversity("a body that never comes", arena -> {
                    arena.leaveOnly(FakeBackend.of(Wire::readAll));
                    Wire client = arena.proxy().connect();
                    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n");
                    assertThat(client.readLine()).startsWith("HTTP/1.1 504 ");
                }));
    }

    private static Stream<Adversity> rude() {
        return Stream.of(
                new Adversity("hundreds of clients that reset in their handshake", arena -> {
                    arena.leaveOnly(FakeBackend.of(Wire::readAll));
                    for (int i = 0; i < MANY; i++) {
                        Wire client = arena.proxy().connect();
                        client.send(HANDSHAKE);
                        client.reset();
                    }
                }),
                new Adversity("a client that ends its output in its handshake", arena -> {
                    Wire client = arena.proxy().connect();
                    client.send(HANDSHAKE);
                    client.endOutput();
                    client.readAll();
                }),
                new Adversity("a client that breaks off in its head", arena -> {
                    Wire client = arena.proxy().connect();
                    client.send(HANDSHAKE.substring(0, 40));
                    client.reset();
                }),
                new Adversity("TLS on the plain port", arena -> {
                    Wire client = arena.proxy().connect();
                    client.send(new byte[] {
                        0x16, 0x03, 0x01, 0x00, 0x05, 0x01, 0x00, 0x00, 0x01, 0x03, 0x0d, 0x0a, 0x0d, 0x0a
                    });
                    assertThat(client.isEnded()).isTrue();
                }),
                new Adversity("HTTP/2 by prior knowledge", arena -> {
                    Wire client = arena.proxy().connect();
                    client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
                    assertThat(client.isEnded()).isTrue();
                }),
                new Adversity("a client that sends without reading", arena -> {
                    arena.leaveOnly(FakeBackend.switching(wire -> Flood.run(wire, new AtomicLong(), 1 << 24)));
                    Wire client = arena.proxy().upgraded(4096);
                    client.send(new byte[64 * 1024]);
                }));
    }

    /** The head may be refused, or read in one way by everybody; in no case is what follows a request of its own. */
    private static Adversity smuggled(String name, String head) {
        return new Adversity("a request hidden behind " + name, arena -> {
            List<String> heads = new CopyOnWriteArrayList<>();
            arena.leaveOnly(recording(heads));
            Wire client = arena.proxy().connect();
            client.send(head + SMUGGLED);
            client.endOutput();
            client.isEnded();
            assertThat(heads).allSatisfy(seen -> assertThat(seen).doesNotContain("/smuggled"));
        });
    }

    private static Adversity refused(String name, String request) {
        return new Adversity(name, arena -> {
            List<String> heads = new CopyOnWriteArrayList<>();
            arena.leaveOnly(recording(heads));
            Wire client = arena.proxy().connect();
            try {
                client.send(request);
                assertThat(client.readLine()).matches("HTTP/1.[01] 4\\d\\d .*");
            } catch (IOException closedBeforeAllWasSent) {
                assertThat(client.isEnded()).isTrue();
            }
            assertThat(heads).isEmpty();
        });
    }

    /** Notes the heads that it gets, one after the other on each connection. */
    private static FakeBackend recording(List<String> heads) throws IOException {
        return FakeBackend.of(wire -> {
            while (true) {
                heads.add(wire.readHead());
                wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        });
    }

    /** Whether the connection is closed however often a byte comes; a reading end sees the close at once. */
    private static boolean trickles(Wire client) throws IOException {
        Thread trickle = new Thread(() -> {
            try {
                for (int i = 0; i < 1000; i++) {
                    client.send("x");
                    LockSupport.parkNanos(10_000_000);
                }
            } catch (IOException closed) {
                // as it should be
            }
        });
        trickle.setDaemon(true);
        trickle.start();
        return client.isEnded();
    }
}
