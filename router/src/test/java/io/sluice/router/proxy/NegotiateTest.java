package io.sluice.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.cluster.NodeAccess;
import io.sluice.common.cluster.NodeCapacity;
import io.sluice.router.ManualClock;
import io.sluice.router.backend.Backend;
import io.sluice.router.backend.BackendAddress;
import io.sluice.router.discovery.DiscoveredBackends;
import io.sluice.router.pool.ConnectionKind;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code GET /negotiate} on the port of the clients. */
class NegotiateTest {

    private static final String HEAD = "\r\n\r\n";

    private TestProxy proxy;

    @AfterEach
    void close() throws IOException {
        if (proxy != null) {
            proxy.close();
        }
    }

    @Test
    void aClientConnectsForRealWhereItIsTold() throws Exception {
        Vertx vertx = Vertx.vertx();
        HttpServer gateway = vertx.createHttpServer()
                .webSocketHandler(socket -> socket.writeTextMessage("you are at " + socket.path()));
        gateway.listen(0, "127.0.0.1").await(30, TimeUnit.SECONDS);
        proxy = TestProxy.builder().negotiate("ttl", "30s").start(List.of());
        discover(node("a", "ws://127.0.0.1:" + gateway.actualPort()));
        CompletableFuture<String> first = new CompletableFuture<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(granted("").getString("url")), new FirstText(first))
                .get(30, TimeUnit.SECONDS);
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("you are at /connection/websocket");
        socket.abort();
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void theAnswerNamesTheGatewayTheTimeAndTheReservation() throws Exception {
        proxy = TestProxy.builder().negotiate("ttl", "30s").start(List.of());
        discover(node("a", "wss://gw-a.example.com"));
        JsonObject answer = granted("");
        assertThat(answer.getString("url")).isEqualTo("wss://gw-a.example.com/connection/websocket");
        assertThat(answer.getLong("ttl_ms")).isEqualTo(30_000);
        assertThat(answer.getString("reservation")).isNotBlank();
        assertThat(answer.fieldNames()).hasSize(3);
    }

    @Test
    void thoseWhoAskAreSpreadByWhatIsKeptFreeForThem() throws Exception {
        proxy = TestProxy.builder().negotiate("ttl", "30s").start(List.of());
        discover(node("a", "wss://a"), node("b", "wss://b"), node("c", ""));
        Set<String> urls = Stream.of(granted(""), granted(""))
                .map(answer -> answer.getString("url"))
                .collect(Collectors.toSet());
        assertThat(urls).containsExactlyInAnyOrder("wss://a/connection/websocket", "wss://b/connection/websocket");
        assertThat(proxy.open(ConnectionKind.RESERVATION)).isEqualTo(2);
        assertThat(proxy.reservations.count()).isEqualTo(2);
    }

    @Test
    void aPlaceIsGivenBackWhenItsTimeIsOver() throws Exception {
        proxy = TestProxy.builder().negotiate("ttl", "50ms").start(List.of());
        discover(node("a", "wss://a"));
        granted("");
        await().untilAsserted(() -> assertThat(proxy.reservations.count()).isZero());
        await().untilAsserted(
                        () -> assertThat(proxy.open(ConnectionKind.RESERVATION)).isZero());
        assertThat(proxy.pool.snapshot().backends().get(0).load()).isZero();
    }

    @Test
    void whoCouldNotConnectIsSentElsewhereAndGivesTheFirstPlaceBack() throws Exception {
        proxy = TestProxy.builder().negotiate("ttl", "30s").start(List.of());
        discover(node("a", "wss://a"), node("b", "wss://b"));
        JsonObject first = granted("");
        JsonObject second = granted("?reservation=" + first.getString("reservation"));
        assertThat(second.getString("url")).isNotEqualTo(first.getString("url"));
        assertThat(proxy.reservations.count()).isEqualTo(1);
    }

    @Test
    void whereThereIsOneGatewayItIsNamedAgain() throws Exception {
        proxy = TestProxy.builder().negotiate("ttl", "30s").start(List.of());
        discover(node("a", "wss://a"));
        JsonObject first = granted("");
        assertThat(granted("?reservation=" + first.getString("reservation")).getString("url"))
                .isEqualTo(first.getString("url"));
        assertThat(proxy.reservations.count()).isEqualTo(1);
    }

    @Test
    void aReservationThatIsNoneChangesNothing() throws Exception {
        proxy = TestProxy.builder().negotiate("ttl", "30s").start(List.of());
        discover(node("a", "wss://a"));
        for (String query : List.of("?reservation=", "?reservation=%zz", "?reservation=" + "x".repeat(1_000))) {
            assertThat(granted(query).getString("url")).startsWith("wss://a/");
        }
    }

    @Test
    void withoutAPublicAddressTheReasonIsGiven() throws Exception {
        proxy = TestProxy.builder().negotiate("ttl", "30s").start(List.of());
        discover(node("a", ""));
        assertThat(get("/negotiate")).startsWith("HTTP/1.1 409 ").contains("node.public_url");
        assertThat(proxy.reservations.count()).isZero();
    }

    @Test
    void withoutABackendTheClientIsToldToComeBack() throws Exception {
        proxy = TestProxy.builder().negotiate("ttl", "30s").start(List.of());
        assertThat(get("/negotiate")).startsWith("HTTP/1.1 503 ").containsIgnoringCase("\r\nRetry-After: 1\r\n");
    }

    @Test
    void aStormIsSpreadOverTime() throws Exception {
        proxy = TestProxy.builder()
                .poolClock(new ManualClock())
                .negotiate("ttl", "30s")
                .start(List.of());
        discover(node("a", "wss://a").withCapacity(new NodeCapacity(0, 0.05, 0)));
        granted("");
        assertThat(get("/negotiate")).startsWith("HTTP/1.1 503 ").containsIgnoringCase("\r\nRetry-After: 2");
    }

    @Test
    void noMorePlacesAreKeptFreeThanAllowed() throws Exception {
        proxy = TestProxy.builder().negotiate("max_reservations", "3").start(List.of());
        discover(node("a", "wss://a"));
        IntStream.range(0, 3).forEach(i -> assertThat(statusOfNext()).isEqualTo("200"));
        assertThat(get("/negotiate")).startsWith("HTTP/1.1 503 ").containsIgnoringCase("\r\nRetry-After: 10\r\n");
    }

    @Test
    void onlyGetIsAnswered() throws Exception {
        proxy = TestProxy.builder().negotiate("ttl", "30s").start(List.of());
        assertThat(proxy.exchange(
                        "POST /negotiate HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2" + HEAD + "hi"))
                .startsWith("HTTP/1.1 405 ")
                .containsIgnoringCase("\r\nAllow: GET\r\n");
    }

    @Test
    void pagesOfAllowedOriginsMayReadTheAnswerAndOthersMayNot() throws Exception {
        proxy = TestProxy.builder()
                .negotiate("allowed_origins", "https://app.example")
                .start(List.of());
        discover(node("a", "wss://a"));
        assertThat(get("/negotiate", "Origin: https://app.example"))
                .containsIgnoringCase("\r\nAccess-Control-Allow-Origin: https://app.example\r\n")
                .containsIgnoringCase("\r\nVary: Origin\r\n");
        assertThat(get("/negotiate", "Origin: https://evil.example"))
                .doesNotContainIgnoringCase("Access-Control-Allow-Origin");
    }

    @Test
    void anyOriginIsAllowedByAStar() throws Exception {
        proxy = TestProxy.builder().negotiate("allowed_origins", "*").start(List.of());
        assertThat(get("/negotiate", "Origin: https://any.example"))
                .containsIgnoringCase("\r\nAccess-Control-Allow-Origin: *\r\n");
    }

    @Test
    void switchedOffThePathBelongsToTheBackends() throws Exception {
        proxy = TestProxy.before(FakeBackend.answering("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmine"));
        assertThat(get("/negotiate")).endsWith("mine");
    }

    @Test
    void aConnectionIsKeptForFurtherQuestions() throws Exception {
        proxy = TestProxy.builder().negotiate("ttl", "30s").start(List.of());
        discover(node("a", "wss://a"));
        Wire client = proxy.connect();
        for (int i = 0; i < 3; i++) {
            client.send(Wire.head("GET /negotiate HTTP/1.1", "Host: a"));
            String head = client.readHead();
            assertThat(head).startsWith("HTTP/1.1 200 ");
            client.read(lengthOf(head));
        }
    }

    private static int lengthOf(String head) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                .map(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElseThrow();
    }

    private JsonObject granted(String query) throws IOException {
        String answer = get("/negotiate" + query);
        assertThat(answer).startsWith("HTTP/1.1 200 ").containsIgnoringCase("\r\nCache-Control: no-store\r\n");
        return new JsonObject(answer.substring(answer.indexOf(HEAD) + HEAD.length()));
    }

    private String statusOfNext() {
        try {
            return get("/negotiate").split(" ", 3)[1];
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String get(String target, String... headers) throws IOException {
        String more = Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining());
        return proxy.exchange("GET " + target + " HTTP/1.1\r\nHost: a\r\n" + more + "Connection: close" + HEAD);
    }

    private void discover(Backend... backends) {
        proxy.pool.update(new DiscoveredBackends(List.of(backends), false));
    }

    private static Backend node(String id, String publicUrl) {
        return new Backend(id, new BackendAddress("127.0.0.1", 1), false, null)
                .withAccess(new NodeAccess("", publicUrl, false));
    }

    /** Keeps the first message, in whole. */
    private static final class FirstText implements WebSocket.Listener {

        private final CompletableFuture<String> first;
        private final StringBuilder text = new StringBuilder();

        FirstText(CompletableFuture<String> first) {
            this.first = first;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                first.complete(text.toString());
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }
}
