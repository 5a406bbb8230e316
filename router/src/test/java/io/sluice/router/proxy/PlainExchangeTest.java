package io.sluice.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.router.backend.BackendAddress;
import io.sluice.router.pool.ConnectionKind;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainExchangeTest {

    private static final String GET = Wire.head("GET /api/info?x=%20 HTTP/1.1", "Host: example.com");
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

    @Test
    void aRequestAndItsResponsePassWithTheirHeaders() throws Exception {
        String response = "HTTP/1.1 418 Teapot\r\nContent-Length: 5\r\nX-A: 1\r\nX-A: 2\r\nKeep-Alive: x\r\n\r\nhello";
        try (TestProxy proxy = TestProxy.before(keptOpen(response))) {
            Wire client = proxy.connect();
            client.send(GET.replace("\r\n\r\n", "\r\nX-Forwarded-For: 6.6.6.6\r\nX-Custom: y\r\nTE: trailers\r\n\r\n"));
            assertThat(client.readHead())
                    .startsWith("HTTP/1.1 418 Teapot\r\n")
                    .containsIgnoringCase("content-length: 5")
                    .contains("X-A: 1\r\n", "X-A: 2\r\n")
                    .doesNotContain("Keep-Alive");
            assertThat(client.read(5)).isEqualTo("hello");
            assertThat(receivedHead())
                    .startsWith("GET /api/info?x=%20 HTTP/1.1\r\n")
                    .contains("X-Custom: y", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: example.com")
                    .containsOnlyOnce("example.com\r\nX-Custom")
                    .containsPattern("X-Request-Id: [0-9a-f-]{36}")
                    .doesNotContain("6.6.6.6", "TE:");
        }
    }

    @Test
    void oneConnectionCarriesOneRequestAfterTheOther() throws Exception {
        FakeBackend backend = keptOpen(OK);
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.connect();
            for (int i = 0; i < 5; i++) {
                client.send(GET);
                client.readHead();
                assertThat(client.read(2)).isEqualTo("ok");
            }
            client.send(GET + GET + GET);
            for (int i = 0; i < 3; i++) {
                client.readHead();
                assertThat(client.read(2)).isEqualTo("ok");
            }
            assertThat(backend.connections()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aBodyWithALengthPassesWhole() throws Exception {
        CompletableFuture<String> body = new CompletableFuture<>();
        FakeBackend backend = FakeBackend.of(wire -> {
            heads.add(wire.readHead());
            body.complete(wire.read(11));
            wire.send(OK);
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.connect();
            client.send("POST /api/publish HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nhello");
            client.send(" world");
            client.readHead();
            assertThat(body.get(30, TimeUnit.SECONDS)).isEqualTo("hello world");
            assertThat(receivedHead()).containsIgnoringCase("content-length: 11");
        }
    }

    @Test
    void aBodyInChunksReachesTheBackendAsItComes() throws Exception {
        CompletableFuture<Void> first = new CompletableFuture<>();
        CompletableFuture<String> rest = new CompletableFuture<>();
        FakeBackend backend = FakeBackend.of(wire -> {
            heads.add(wire.readHead());
            readChunk(wire);
            first.complete(null);
            rest.complete(readChunk(wire) + readChunk(wire));
            wire.send(OK);
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.connect();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            first.get(30, TimeUnit.SECONDS);
            client.send("6\r\n world\r\n0\r\n\r\n");
            assertThat(rest.get(30, TimeUnit.SECONDS)).isEqualTo(" world");
            assertThat(client.readHead()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aClientThatWaitsToBeToldToGoOnIsTold() throws Exception {
        FakeBackend backend = FakeBackend.of(wire -> {
            heads.add(wire.readHead());
            wire.read(2);
            wire.send(OK);
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.connect();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 100");
            client.send("hi");
            assertThat(client.readHead()).startsWith("HTTP/1.1 200");
            assertThat(receivedHead()).doesNotContainIgnoringCase("expect");
        }
    }

    @Test
    void anEventStreamPassesEventByEvent() throws Exception {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        FakeBackend backend = FakeBackend.of(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (String event = events.take(); !event.isEmpty(); event = events.take()) {
                wire.send(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
            }
            wire.send("0\r\n\r\n");
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.connect();
            client.send(GET);
            assertThat(client.readHead()).containsIgnoringCase("text/event-stream");
            for (int i = 0; i < 3; i++) {
                events.add("data: " + i + "\n\n");
                assertThat(readChunk(client)).isEqualTo("data: " + i + "\n\n");
            }
            assertThat(proxy.backend(backend).open(ConnectionKind.HTTP)).isEqualTo(1);
            events.add("");
            assertThat(readChunk(client)).isEmpty();
            await().untilAsserted(
                            () -> assertThat(proxy.open(ConnectionKind.HTTP)).isZero());
        }
    }

    @Test
    void aResponseMayTakeLongerThanItsHeadMay() throws Exception {
        CompletableFuture<Void> later = new CompletableFuture<>();
        FakeBackend backend = FakeBackend.of(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
            later.get(30, TimeUnit.SECONDS);
            wire.send("ok");
        });
        Duration responseTimeout = Duration.ofSeconds(2);
        try (TestProxy proxy =
                TestProxy.builder().responseTimeout(responseTimeout).start(backend)) {
            Wire client = proxy.connect();
            client.send(GET);
            client.readHead();
            CompletableFuture.delayedExecutor(2 * responseTimeout.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> later.complete(null));
            assertThat(client.read(2)).isEqualTo("ok");
        }
    }

    @Test
    void manyStreamsRunAtOnce() throws Exception {
        int streams = 40;
        FakeBackend backend = FakeBackend.of(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
            wire.readAll();
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            for (int i = 0; i < streams; i++) {
                Wire client = proxy.connect();
                client.send(GET);
                client.readHead();
                assertThat(readChunk(client)).isEqualTo("x");
            }
            assertThat(proxy.open(ConnectionKind.HTTP)).isEqualTo(streams);
        }
    }

    @Test
    void aRequestBeyondTheLimitIsRefusedAtOnceWithoutBlamingTheBackend() throws Exception {
        FakeBackend backend = FakeBackend.of(Wire::readAll);
        try (TestProxy proxy = TestProxy.builder().maxRequestsPerBackend(1).start(backend)) {
            for (int i = 0; i < 3; i++) {
                proxy.connect().send(GET);
            }
            await().untilAsserted(() -> assertThat(proxy.failures).contains(ProxyFailure.BUSY));
            assertThat(proxy.backend(backend).ejected()).isFalse();
        }
    }

    @Test
    void aClientThatLeavesEndsTheStreamAtTheBackend() throws Exception {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        FakeBackend backend = FakeBackend.of(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            ended.complete(wire.isEnded());
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.connect();
            client.send(GET);
            client.readHead();
            client.close();
            assertThat(ended.get(30, TimeUnit.SECONDS)).isTrue();
            await().untilAsserted(
                            () -> assertThat(proxy.open(ConnectionKind.HTTP)).isZero());
        }
    }

    @Test
    void aResponseThatBreaksOffEndsWithoutAProperEnd() throws Exception {
        FakeBackend backend = FakeBackend.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n");
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.connect();
            client.send(GET);
            client.readHead();
            assertThat(readChunk(client)).isEqualTo("ok");
            assertThatThrownBy(client::readHead).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aRequestThatBreaksOffIsNotTakenForAWholeOne() throws Exception {
        CompletableFuture<String> body = new CompletableFuture<>();
        FakeBackend backend = FakeBackend.of(wire -> {
            heads.add(wire.readHead());
            body.complete(wire.readAll());
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.connect();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            receivedHead();
            client.close();
            assertThat(body.get(30, TimeUnit.SECONDS)).doesNotContain("0\r\n\r\n");
        }
    }

    @Test
    void aBackendThatRefusesTheConnectionIsPassedOver() throws Exception {
        FakeBackend good = keptOpen(OK);
        try (TestProxy proxy = TestProxy.builder().start(List.of(refusing(), good.address()))) {
            proxy.own(good);
            Wire client = proxy.connect();
            for (int i = 0; i < 4; i++) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
                assertThat(client.readHead()).startsWith("HTTP/1.1 200");
                client.read(2);
            }
            assertThat(proxy.retries).hasSizeBetween(1, 2);
        }
    }

    @Test
    void withoutABackendTheClientIsToldToComeBackAndMayStay() throws Exception {
        try (TestProxy proxy = TestProxy.before()) {
            Wire client = proxy.connect();
            for (int i = 0; i < 2; i++) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
                assertThat(client.readHead()).startsWith("HTTP/1.1 503 ").containsIgnoringCase("Retry-After: 1\r\n");
                assertThat(client.read("no backend is ready\n".length())).isEqualTo("no backend is ready\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPTIONS * HTTP/1.1",
                "GET http://example.com/a?b HTTP/1.1",
                "PROPFIND / HTTP/1.1",
                "GET //a/../b?%zz#c HTTP/1.1"
            })
    void unusualRequestLinesPassAsTheyAre(String line) throws Exception {
        try (TestProxy proxy = TestProxy.before(keptOpen(OK))) {
            Wire client = proxy.connect();
            client.send(Wire.head(line, "Host: a"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
            assertThat(receivedHead()).startsWith(line + "\r\n");
        }
    }

    @Test
    void theRoutersOwnAnswerToHeadHasNoBody() throws Exception {
        try (TestProxy proxy = TestProxy.before()) {
            Wire client = proxy.connect();
            for (int i = 0; i < 2; i++) {
                client.send(Wire.head("HEAD / HTTP/1.1", "Host: a"));
                assertThat(client.readHead()).startsWith("HTTP/1.1 503 ");
            }
        }
    }

    @Test
    void aBackendThatClosesWithoutAnAnswerIsABadGatewayAndNotRepeated() throws Exception {
        FakeBackend first = FakeBackend.of(Wire::readHead);
        FakeBackend second = FakeBackend.of(Wire::readHead);
        try (TestProxy proxy = TestProxy.before(first, second)) {
            Wire client = proxy.connect();
            client.send(GET);
            assertThat(client.readHead()).startsWith("HTTP/1.1 502 ");
            assertThat(first.connections() + second.connections()).isEqualTo(1);
            assertThat(proxy.retries).isEmpty();
        }
    }

    @Test
    void aBackendThatDoesNotAnswerTimesOut() throws Exception {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        FakeBackend backend = FakeBackend.of(wire -> ended.complete(wire.isEnded()));
        try (TestProxy proxy =
                TestProxy.builder().responseTimeout(Duration.ofMillis(200)).start(backend)) {
            Wire client = proxy.connect();
            client.send(GET);
            assertThat(client.readHead()).startsWith("HTTP/1.1 504 ");
            assertThat(ended.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "304 Not Modified"})
    void answersWithoutABodyHaveNone(String status) throws Exception {
        try (TestProxy proxy = TestProxy.before(keptOpen("HTTP/1.1 " + status + "\r\nX-A: 1\r\n\r\n"))) {
            Wire client = proxy.connect();
            for (int i = 0; i < 2; i++) {
                client.send(GET);
                assertThat(client.readHead())
                        .startsWith("HTTP/1.1 " + status)
                        .doesNotContainIgnoringCase("transfer-encoding");
            }
        }
    }

    @Test
    void theAnswerToHeadKeepsItsLength() throws Exception {
        try (TestProxy proxy = TestProxy.before(keptOpen("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"))) {
            Wire client = proxy.connect();
            for (int i = 0; i < 2; i++) {
                client.send(Wire.head("HEAD / HTTP/1.1", "Host: a"));
                assertThat(client.readHead()).containsIgnoringCase("content-length: 1000\r\n");
            }
        }
    }

    @Test
    void anOldClientGetsItsAnswerEndedByTheClose() throws Exception {
        FakeBackend backend = keptOpen("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
        try (TestProxy proxy = TestProxy.before(backend)) {
            assertThat(proxy.exchange("GET / HTTP/1.0\r\n\r\n"))
                    .contains(" 200 OK")
                    .doesNotContainIgnoringCase("chunked")
                    .endsWith("\r\n\r\nok");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECT a:80 HTTP/1.1\r\nHost: a",
                "GET / HTTP/1.1",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: xchunked",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1"
            })
    void whatABackendMightReadDifferentlyIsRefused(String head) throws Exception {
        FakeBackend backend = keptOpen(OK);
        try (TestProxy proxy = TestProxy.before(backend)) {
            assertThat(proxy.exchange(head + "\r\n\r\n")).contains(" 400 Bad Request");
            assertThat(backend.connections()).isZero();
        }
    }

    @Test
    void ofALengthAndChunksTheChunksCount() throws Exception {
        CompletableFuture<String> body = new CompletableFuture<>();
        FakeBackend backend = FakeBackend.of(wire -> {
            heads.add(wire.readHead());
            body.complete(readChunk(wire) + readChunk(wire));
            wire.send(OK);
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.connect();
            client.send(Wire.head("POST / HTTP/1.1", "Host: a", "Content-Length: 4", "Transfer-Encoding: chunked"));
            client.send("5\r\nhello\r\n0\r\n\r\n");
            assertThat(body.get(30, TimeUnit.SECONDS)).isEqualTo("hello");
            assertThat(receivedHead()).doesNotContainIgnoringCase("content-length");
        }
    }

    @Test
    void anAnswerThatComesBeforeTheBodyIsPassedOn() throws Exception {
        FakeBackend backend = FakeBackend.of(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
            wire.readAll();
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.connect();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\nstart");
            assertThat(client.readHead()).startsWith("HTTP/1.1 413 ");
        }
    }

    private FakeBackend keptOpen(String response) throws IOException {
        return FakeBackend.of(wire -> {
            while (true) {
                heads.add(wire.readHead());
                wire.send(response);
            }
        });
    }

    private String receivedHead() throws InterruptedException {
        return heads.poll(30, TimeUnit.SECONDS);
    }

    private static String readChunk(Wire wire) throws IOException {
        int length = Integer.parseInt(wire.readLine(), 16);
        String chunk = wire.read(length);
        wire.readLine();
        return chunk;
    }

    private static BackendAddress refusing() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new BackendAddress("127.0.0.1", socket.getLocalPort());
        }
    }
}
