package io.sluice.router.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.tls.TestAuthority;
import io.sluice.common.tls.TestAuthority.Issued;
import io.sluice.common.tls.TlsClientSettings;
import io.sluice.common.tls.TlsEngine;
import io.sluice.common.tls.TlsServerSettings;
import io.sluice.router.pool.ConnectionKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Relays and requests of which one side or both speak TLS, and what clients get that do it badly. */
class TlsRelayTest {

    private static final TestAuthority AUTHORITY = new TestAuthority("test authority");
    private static final Issued ROUTER = AUTHORITY.issue("EC", "router.test");
    private static final Issued BACKEND = AUTHORITY.issue("RSA", "backend.test");
    private static final String OK = Wire.head("HTTP/1.1 200 OK", "Content-Length: 2", "Connection: close") + "ok";

    /** Who speaks TLS. */
    enum Sides {
        CLIENT,
        BACKEND,
        BOTH;

        boolean client() {
            return this != BACKEND;
        }

        boolean backend() {
            return this != CLIENT;
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytesPassBothWaysUnchanged(Sides sides) throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        try (FakeBackend backend = backend(sides, wire -> {
                    wire.readHead();
                    wire.send(FakeBackend.SWITCHING);
                    wire.send(wire.readBytes(bytes.length));
                    wire.readAll();
                });
                TestProxy proxy = proxy(sides).start(backend);
                Wire client = client(proxy, sides)) {
            client.send(TestProxy.HANDSHAKE);
            assertThat(client.readHead()).startsWith("HTTP/1.1 101");
            Thread sender = new Thread(() -> sendAll(client, bytes));
            sender.start();
            assertThat(client.readBytes(bytes.length)).isEqualTo(bytes);
            sender.join();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEndOfOneSideEndsTheOtherAfterWhatIsUnderWay(Sides sides) throws Exception {
        try (FakeBackend backend = backend(sides, wire -> {
                    wire.readHead();
                    wire.send(FakeBackend.SWITCHING);
                    wire.send("farewell");
                });
                TestProxy proxy = proxy(sides).start(backend);
                Wire client = client(proxy, sides)) {
            client.send(TestProxy.HANDSHAKE);
            client.readHead();
            assertThat(client.readAll()).isEqualTo("farewell");
            await().until(() -> proxy.open(ConnectionKind.WEBSOCKET) == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatGoesTakesItsBackendsConnectionAlong(Sides sides) throws Exception {
        try (FakeBackend backend = backend(sides, wire -> {
                    wire.readHead();
                    wire.send(FakeBackend.SWITCHING);
                    wire.readAll();
                });
                TestProxy proxy = proxy(sides).start(backend)) {
            try (Wire client = client(proxy, sides)) {
                client.send(TestProxy.HANDSHAKE);
                client.readHead();
                assertThat(proxy.open(ConnectionKind.WEBSOCKET)).isEqualTo(1);
            }
            await().until(() -> proxy.open(ConnectionKind.WEBSOCKET) == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void backendsAreToldHowTheClientCame(Sides sides) throws Exception {
        try (FakeBackend backend = backend(sides, wire -> {
                    String head = wire.readHead();
                    wire.send(Wire.head("HTTP/1.1 200 OK", "Content-Length: " + head.length()) + head);
                });
                TestProxy proxy = proxy(sides).start(backend);
                Wire client = client(proxy, sides)) {
            client.send(Wire.head("GET /x HTTP/1.1", "Host: example.com", "Connection: close"));
            assertThat(client.readAll())
                    .containsIgnoringCase("X-Forwarded-Proto: " + (sides.client() ? "https" : "http") + "\r\n")
                    .containsIgnoringCase("\nHost: example.com");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBackendThatCannotProveItsNameGetsNothing(boolean upgrade) throws Exception {
        try (FakeBackend backend = backend(Sides.BACKEND, wire -> wire.send(OK));
                TestProxy proxy = TestProxy.builder()
                        .backendTls(toBackends("someone-else.test"))
                        .start(backend)) {
            String request =
                    upgrade ? TestProxy.HANDSHAKE : Wire.head("GET / HTTP/1.1", "Host: a", "Connection: close");
            assertThat(proxy.exchange(request)).startsWith("HTTP/1.1 503");
            assertThat(proxy.failures).containsExactly(ProxyFailure.UNREACHABLE);
        }
    }

    @Test
    void aBackendOfTheNameThatIsSetIsTrustedWhateverItsAddress() throws Exception {
        try (FakeBackend backend = backend(Sides.BACKEND, wire -> {
                    wire.readHead();
                    wire.send(OK);
                });
                TestProxy proxy = TestProxy.builder()
                        .backendTls(toBackends("backend.test"))
                        .start(backend)) {
            assertThat(proxy.exchange(Wire.head("GET / HTTP/1.1", "Host: a", "Connection: close")))
                    .endsWith("ok");
        }
    }

    /** What a client sends to a port that expects TLS. */
    record Row(String what, byte[] sent) {

        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Row> rows() {
        byte[] noise = new byte[70_000];
        new Random(7).nextBytes(noise);
        return Stream.of(
                new Row("plain HTTP", Wire.head("GET / HTTP/1.1", "Host: a").getBytes(ISO_8859_1)),
                new Row("a plain WebSocket handshake", TestProxy.HANDSHAKE.getBytes(ISO_8859_1)),
                new Row("noise", noise),
                new Row("zeros", new byte[1000]),
                new Row("a greeting of TLS 1.1", hello(2)),
                new Row("a greeting of SSL 3", hello(0)),
                new Row("a record that is too long", new byte[] {0x16, 3, 1, (byte) 0xFF, (byte) 0xFF, 1, 2, 3}),
                new Row("application data before the handshake", new byte[] {0x17, 3, 3, 0, 2, 1, 2}),
                new Row("an alert", new byte[] {0x15, 3, 3, 0, 2, 2, 40}),
                new Row("half a greeting", new byte[] {0x16, 3, 1, 0, 100, 1, 0}),
                new Row("nothing", new byte[0]));
    }

    /** The handshake may take three seconds here, which ends those that say too little, and is enough for the neighbour. */
    @ParameterizedTest
    @MethodSource("rows")
    void whoDoesNotSpeakTlsIsCutOffAndHisNeighbourNoticesNothing(Row row) throws Exception {
        try (FakeBackend backend = backend(Sides.CLIENT, wire -> {
                    wire.readHead();
                    wire.send(FakeBackend.SWITCHING);
                    wire.send(wire.read(5));
                    wire.readAll();
                });
                TestProxy proxy = proxy(Sides.CLIENT, Duration.ofSeconds(3)).start(backend);
                Wire neighbour = client(proxy, Sides.CLIENT)) {
            neighbour.send(TestProxy.HANDSHAKE);
            neighbour.readHead();
            try (Wire offender = Wire.connect(proxy.port())) {
                sendAll(offender, row.sent);
                assertThat(offender.isEnded()).isTrue();
            }
            neighbour.send("hello");
            assertThat(neighbour.read(5)).isEqualTo("hello");
            assertThat(proxy.failures).isEmpty();
            assertThat(backend.connections()).isEqualTo(1);
        }
    }

    @Test
    void aGreetingByteByByteIsSlowButNoOffence() throws Exception {
        try (FakeBackend backend = backend(Sides.CLIENT, wire -> {
                    wire.readHead();
                    wire.send(OK);
                });
                TestProxy proxy = proxy(Sides.CLIENT).start(backend);
                ByteByByte slow = new ByteByByte(proxy.port());
                Wire client = wrapped(slow.port())) {
            client.send(Wire.head("GET / HTTP/1.1", "Host: a", "Connection: close"));
            assertThat(client.readAll()).endsWith("ok");
        }
    }

    private static TestProxy.Builder proxy(Sides sides) {
        return proxy(sides, TestProxy.LONG);
    }

    private static TestProxy.Builder proxy(Sides sides, Duration handshakeTimeout) {
        TestProxy.Builder builder = TestProxy.builder();
        if (sides.client()) {
            builder.tls(new TlsServerSettings(
                    true,
                    ROUTER.certPem(),
                    ROUTER.keyPem(),
                    List.of(),
                    "",
                    "1.2",
                    TlsEngine.AUTO,
                    Duration.ZERO,
                    handshakeTimeout));
        }
        return sides.backend() ? builder.backendTls(toBackends("")) : builder;
    }

    private static TlsClientSettings toBackends(String name) {
        return new TlsClientSettings(
                TlsClientSettings.Mode.TRUE,
                AUTHORITY.pem(),
                "",
                "",
                name,
                true,
                false,
                Duration.ZERO,
                Duration.ofSeconds(10));
    }

    private static FakeBackend backend(Sides sides, FakeBackend.Script script) throws IOException {
        return sides.backend() ? FakeBackend.of(AUTHORITY.server(BACKEND), script) : FakeBackend.of(script);
    }

    private static Wire client(TestProxy proxy, Sides sides) throws IOException {
        return sides.client() ? wrapped(proxy.port()) : Wire.connect(proxy.port());
    }

    private static Wire wrapped(int port) throws IOException {
        SSLContext context = AUTHORITY.client(null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        Wire wire = new Wire(socket);
        socket.startHandshake();
        return wire;
    }

    private static void sendAll(Wire wire, byte[] bytes) {
        try {
            wire.send(bytes);
        } catch (IOException cutOff) {
            // The test looks at what it receives.
        }
    }

    private static byte[] hello(int minor) {
        byte[] hello = new byte[54];
        byte[] head = {0x16, 3, 1, 0, (byte) (hello.length - 5), 1, 0, 0, (byte) (hello.length - 9), 3, (byte) minor};
        System.arraycopy(head, 0, hello, 0, head.length);
        byte[] tail = {0, 0, 4, (byte) 0xC0, 0x09, (byte) 0xC0, 0x0A, 1, 0};
        System.arraycopy(tail, 0, hello, hello.length - tail.length, tail.length);
        return hello;
    }

    /** Passes on what a client sends one byte at a time. */
    private static final class ByteByByte implements AutoCloseable {

        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

        ByteByByte(int target) throws IOException {
            Thread thread = new Thread(() -> pass(target));
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return server.getLocalPort();
        }

        private void pass(int target) {
            try (Socket client = server.accept();
                    Socket proxy = new Socket(InetAddress.getLoopbackAddress(), target)) {
                proxy.setTcpNoDelay(true);
                Thread back = new Thread(() -> {
                    try {
                        proxy.getInputStream().transferTo(client.getOutputStream());
                        client.shutdownOutput();
                    } catch (IOException ended) {
                        // The test looks at what the client receives.
                    }
                });
                back.start();
                for (int read = client.getInputStream().read();
                        read >= 0;
                        read = client.getInputStream().read()) {
                    proxy.getOutputStream().write(read);
                }
                back.join();
            } catch (IOException | InterruptedException ended) {
                // As above.
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
