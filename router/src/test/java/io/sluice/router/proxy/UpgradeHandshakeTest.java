package io.sluice.router.proxy;

import static io.sluice.router.proxy.FakeBackend.SWITCHING;
import static io.sluice.router.proxy.TestProxy.HANDSHAKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.router.pool.ConnectionKind;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeHandshakeTest {

    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

    @Test
    void theRequestReachesTheBackendWithItsLineAndHostAndWhatTheRouterKnows() throws Exception {
        try (TestProxy proxy = TestProxy.before(recording())) {
            Wire client = proxy.connect();
            client.send(HANDSHAKE.replace("/connection/websocket", "/connection/websocket?cf_ws=%7B%7D&a=b"));
            client.readHead();
            List<String> lines = linesOf(receivedHead());
            assertThat(lines.get(0)).isEqualTo("GET /connection/websocket?cf_ws=%7B%7D&a=b HTTP/1.1");
            assertThat(lines)
                    .contains(
                            "Host: example.com",
                            "Connection: Upgrade",
                            "Upgrade: websocket",
                            "Sec-WebSocket-Version: 13",
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                            "X-Forwarded-For: 127.0.0.1",
                            "X-Forwarded-Proto: http",
                            "X-Forwarded-Host: example.com")
                    .anyMatch(line -> line.matches("X-Request-Id: [0-9a-f-]{36}"));
        }
    }

    @Test
    void everyRequestGetsItsOwnId() throws Exception {
        try (TestProxy proxy = TestProxy.before(recording())) {
            proxy.upgraded();
            proxy.upgraded();
            assertThat(header("X-Request-Id", receivedHead())).isNotEqualTo(header("X-Request-Id", receivedHead()));
        }
    }

    @Test
    void whatAClientSaysInTheRoutersNameIsReplaced() throws Exception {
        try (TestProxy proxy = TestProxy.before(recording())) {
            Wire client = proxy.connect();
            client.send(withHeaders(
                    "X-Forwarded-For: 6.6.6.6",
                    "x-forwarded-for: 7.7.7.7",
                    "X-FORWARDED-PROTO: https",
                    "X-Forwarded-Host: evil.com",
                    "X-Forwarded-Port: 1",
                    "Forwarded: for=6.6.6.6",
                    "X-Real-IP: 6.6.6.6",
                    "X-Request-Id: mine"));
            client.readHead();
            assertThat(receivedHead())
                    .doesNotContain("6.6.6.6", "7.7.7.7", "https", "evil", "mine", "X-Forwarded-Port")
                    .containsOnlyOnce("X-Forwarded-For: 127.0.0.1")
                    .containsOnlyOnce("X-Forwarded-Proto: http\r\n")
                    .containsOnlyOnce("X-Forwarded-Host: example.com");
        }
    }

    @Test
    void headersOfTheConnectionStayOnIt() throws Exception {
        try (TestProxy proxy = TestProxy.before(recording())) {
            Wire client = proxy.connect();
            client.send(HANDSHAKE
                    .replace("Connection: Upgrade", "Connection: keep-alive, Upgrade, X-Hop")
                    .replace("\r\n\r\n", "\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nTE: trailers\r\n\r\n"));
            client.readHead();
            assertThat(receivedHead())
                    .doesNotContain("X-Hop", "Keep-Alive", "TE:", "keep-alive")
                    .containsOnlyOnce("Connection: Upgrade\r\n")
                    .containsOnlyOnce("Upgrade: websocket\r\n");
        }
    }

    @Test
    void extensionsProtocolsAndCookiesPassBothWaysAsTheyAre() throws Exception {
        String offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x-webkit-deflate-frame";
        String answer = Wire.head(
                "HTTP/1.1 101 All Yours",
                "UPGRADE: WebSocket",
                "connection: Upgrade",
                "sec-websocket-accept: x",
                "Sec-WebSocket-Extensions: permessage-deflate",
                "Sec-WebSocket-Protocol: centrifuge-protobuf",
                "Set-Cookie: a=1",
                "Set-Cookie: b=2");
        FakeBackend backend = FakeBackend.of(wire -> {
            heads.add(wire.readHead());
            wire.send(answer);
            wire.readAll();
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.connect();
            client.send(withHeaders(offer, "Sec-WebSocket-Protocol: a, b", "Cookie: s=\u00e9"));
            List<String> got = linesOf(client.readHead());
            assertThat(receivedHead()).contains(offer, "Sec-WebSocket-Protocol: a, b", "Cookie: s=\u00e9");
            assertThat(got.get(0)).isEqualTo("HTTP/1.1 101 All Yours");
            assertThat(got)
                    .contains(
                            "sec-websocket-accept: x",
                            "Sec-WebSocket-Extensions: permessage-deflate",
                            "Sec-WebSocket-Protocol: centrifuge-protobuf",
                            "Set-Cookie: a=1",
                            "Set-Cookie: b=2");
        }
    }

    @Test
    void interimAnswersAreSkipped() throws Exception {
        String interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
        FakeBackend backend = FakeBackend.answering(interim + SWITCHING + "x");
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.connect();
            client.send(HANDSHAKE);
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(client.readAll()).isEqualTo("x");
        }
    }

    @Test
    void anUpgradeToAnythingElseIsAPlainRequest() throws Exception {
        FakeBackend backend = FakeBackend.of(wire -> {
            heads.add(wire.readHead());
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.connect();
            client.send(Wire.head(
                    "GET / HTTP/1.1",
                    "Host: a",
                    "Connection: Upgrade, HTTP2-Settings",
                    "Upgrade: h2c",
                    "HTTP2-Settings: AAMAAABkAAQAAP__"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
            assertThat(receivedHead()).doesNotContainIgnoringCase("upgrade").doesNotContainIgnoringCase("http2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5", "Transfer-Encoding: chunked"})
    void anUpgradeWithABodyIsRefused(String header) throws Exception {
        FakeBackend backend = recording();
        try (TestProxy proxy = TestProxy.before(backend)) {
            assertThat(proxy.exchange(withHeaders(header))).startsWith("HTTP/1.1 400 ");
            assertThat(backend.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a\rX-Evil:1 HTTP/1.1",
                "GET /a\nX-Evil:1 HTTP/1.1",
                "GET /a b HTTP/1.1",
                "GET /a\u0001 HTTP/1.1",
                "GET /a HTTP/1.1\r\nX: a\rX-Evil: 1",
                "GET /a HTTP/1.1\r\nX: a\u0000b",
                "GET /a HTTP/1.1\r\nX-Evil : 1",
                "GET /a HTTP/1.1\r\nHost: a\nX-Evil: 1"
            })
    void nothingIsSmuggledInThroughTheHead(String start) throws Exception {
        FakeBackend backend = recording();
        try (TestProxy proxy = TestProxy.before(backend)) {
            String answer = proxy.exchange(start + "\r\n" + HANDSHAKE.substring(HANDSHAKE.indexOf("\r\n") + 2));
            assertThat(answer).contains(" 400 Bad Request");
            assertThat(backend.connections()).isZero();
        }
    }

    @Test
    void aClientThatLeavesBeforeTheAnswerFreesItsPlace() throws Exception {
        CompletableFuture<String> rest = new CompletableFuture<>();
        FakeBackend backend = FakeBackend.of(wire -> {
            heads.add(wire.readHead());
            rest.complete(wire.readAll());
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.connect();
            client.send(HANDSHAKE);
            receivedHead();
            client.close();
            assertThat(rest.get(30, TimeUnit.SECONDS)).isEmpty();
            await().untilAsserted(() ->
                    assertThat(proxy.open(ConnectionKind.WEBSOCKET)).isZero());
            assertThat(proxy.backend(backend).failed()).isZero();
        }
    }

    private FakeBackend recording() throws Exception {
        return FakeBackend.of(wire -> {
            heads.add(wire.readHead());
            wire.send(SWITCHING);
            wire.readAll();
        });
    }

    private String receivedHead() throws InterruptedException {
        return heads.poll(30, TimeUnit.SECONDS);
    }

    private static String withHeaders(String... headers) {
        return HANDSHAKE.replace("\r\n\r\n", "\r\n" + String.join("\r\n", headers) + "\r\n\r\n");
    }

    private static List<String> linesOf(String head) {
        return Arrays.asList(head.split("\r\n"));
    }

    private static String header(String name, String head) {
        return linesOf(head).stream()
                .filter(line -> line.startsWith(name + ": "))
                .findFirst()
                .orElseThrow();
    }
}
