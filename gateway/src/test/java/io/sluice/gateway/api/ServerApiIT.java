package io.sluice.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.GatewayFixture;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.ProtocolClient;
import io.sluice.gateway.testing.RawWebSocket;
import io.sluice.gateway.testing.ServerApiClient;
import io.sluice.gateway.testing.ServerApiClient.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server API as back ends see it. */
@ExtendWith(LeakWatch.class)
class ServerApiIT {

    private static final int BODY_LIMIT = 100_000;
    private static final String KEY = "a secret";

    private static GatewayFixture node;
    private static ServerApiClient api;

    private final String channel = "api-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        node = GatewayFixture.start("http_api.max_request_body_size=" + BODY_LIMIT);
        api = new ServerApiClient(node.port());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void publicationReachesSubscribers() {
        try (ProtocolClient client = ProtocolClient.connect(node.port()).subscribe(channel)) {
            Answer answer = api.call("publish", "{\"channel\":\"" + channel + "\",\"data\":{\"a\":1}}");

            assertThat(answer).isEqualTo(new Answer(200, "{\"result\":{}}"));
            await().until(() -> client.received(channel).size() == 1);
            assertThat(client.received(channel)).containsExactly(new JsonObject().put("a", 1));
        }
    }

    @Test
    void tagsReachSubscribers() {
        try (ProtocolClient client = ProtocolClient.connect(node.port()).subscribe(channel)) {
            api.call("publish", "{\"channel\":\"" + channel + "\",\"data\":1,\"tags\":{\"lang\":\"de\"}}");

            await().until(() -> client.received(channel).size() == 1);
            assertThat(client.pushes(channel).get(0).getJsonObject("tags"))
                    .isEqualTo(new JsonObject().put("lang", "de"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0E+2",
                "12345678901234567890.123",
                "-0",
                "\"\\u00e9\u00e9 \\/ \\ud83d\\ude00\"",
                "{ \"b\" : [ 1 ,2 ], \"a\":null,\"a\":{} }",
                "false",
                "\"\"",
                "[]"
            })
    void bytesOfTheDataArePreserved(String data) {
        try (RawWebSocket client = RawWebSocket.open(node.port())) {
            client.sendText("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}");
            assertThat(client.nextText()).contains("connect");
            assertThat(client.nextText()).contains("subscribe");

            api.call("publish", "{\"data\": " + data + " ,\"channel\":\"" + channel + "\"}");

            assertThat(client.nextText())
                    .isEqualTo("{\"push\":{\"channel\":\"" + channel + "\",\"pub\":{\"data\":" + data + "}}}");
        }
    }

    @Test
    void newlinesOfTheDataAreLeftOut() {
        try (RawWebSocket client = RawWebSocket.open(node.port())) {
            client.sendText("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}");
            assertThat(client.nextText()).contains("connect");
            assertThat(client.nextText()).contains("subscribe");

            api.call("publish", "{\n\"channel\":\"" + channel + "\",\n\"data\":{\r\n\"a\":\n1}\n}");

            assertThat(client.nextText()).endsWith("\"pub\":{\"data\":{\"a\":1}}}}");
        }
    }

    @Test
    void base64DataWins() {
        try (ProtocolClient client = ProtocolClient.connect(node.port()).subscribe(channel)) {
            api.call("publish", "{\"channel\":\"" + channel + "\",\"data\":1,\"b64data\":\"eyJiIjoyfQ==\"}");

            await().until(() -> client.received(channel).size() == 1);
            assertThat(client.received(channel)).containsExactly(new JsonObject().put("b", 2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"})
    void aLargeBodyIsJsonWhateverItsHeaderSays(String contentType) {
        // curl -d calls everything a form.
        String text = "%&+=".repeat(10_000);
        try (ProtocolClient client = ProtocolClient.connect(node.port()).subscribe(channel)) {
            Answer answer = api.call(
                    "publish",
                    new JsonObject().put("channel", channel).put("data", text).encode(),
                    "Content-Type",
                    contentType);

            assertThat(answer).isEqualTo(new Answer(200, "{\"result\":{}}"));
            await().until(() -> client.received(channel).size() == 1);
            assertThat(client.received(channel)).containsExactly(text);
        }
    }

    @Test
    void broadcastReachesEveryChannelAndAnswersForEach() {
        try (ProtocolClient client =
                ProtocolClient.connect(node.port()).subscribe(channel).subscribe(channel + 2)) {
            Answer answer = api.call(
                    "broadcast",
                    "{\"channels\":[\"" + channel + "\",\"nowhere:a\",\"" + channel + "2\"],\"data\":\"b\"}");

            assertThat(answer.body())
                    .isEqualTo(
                            "{\"result\":{\"responses\":[{\"result\":{}},{\"error\":{\"code\":102,\"message\":\"unknown channel\"}},{\"result\":{}}]}}");
            await().untilAsserted(() -> {
                assertThat(client.received(channel)).containsExactly("b");
                assertThat(client.received(channel + 2)).containsExactly("b");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void publicationsOfOneBatchArriveInOrder(boolean parallel) {
        int count = 500;
        JsonArray commands = new JsonArray();
        IntStream.range(0, count)
                .forEach(i -> commands.add(new JsonObject()
                        .put("publish", new JsonObject().put("channel", channel).put("data", i))));
        try (ProtocolClient client = ProtocolClient.connect(node.port()).subscribe(channel)) {
            Answer answer = api.call(
                    "batch",
                    new JsonObject()
                            .put("commands", commands)
                            .put("parallel", parallel)
                            .encode());

            assertThat(answer.json().getJsonArray("replies"))
                    .hasSize(count)
                    .allMatch(reply -> ((JsonObject) reply).encode().equals("{\"publish\":{}}"));
            List<Object> all =
                    IntStream.range(0, count).<Object>mapToObj(i -> i).toList();
            await().untilAsserted(() -> assertThat(client.received(channel)).isEqualTo(all));
        }
    }

    @Test
    void batchAnswersInOrderAndGoesOnAfterAnError() {
        Answer answer = api.call(
                "batch",
                "{\"commands\":[{\"publish\":{\"channel\":\"" + channel
                        + "\",\"data\":1}},{\"publish\":{}},{\"dance\":{}},"
                        + "null,{\"channels\":{\"pattern\":\"nothing\"}},{\"broadcast\":{\"channels\":[\"a\"],\"data\":1}}]}");

        assertThat(answer.body())
                .isEqualTo("{\"replies\":[{\"publish\":{}},{\"error\":{\"code\":107,\"message\":\"bad request\"}},"
                        + "{\"error\":{\"code\":104,\"message\":\"not found\"}},{\"error\":{\"code\":104,\"message\":\"not found\"}},"
                        + "{\"channels\":{\"channels\":{}}},{\"broadcast\":{\"responses\":[{\"result\":{}}]}}]}");
    }

    @Test
    void infoTellsOfTheNode() {
        try (ProtocolClient client = ProtocolClient.connect(node.port()).subscribe(channel)) {
            JsonArray nodes =
                    api.call("info", "{}").json().getJsonObject("result").getJsonArray("nodes");

            assertThat(nodes).hasSize(1);
            JsonObject only = nodes.getJsonObject(0);
            assertThat(only.getString("uid")).isNotBlank();
            assertThat(only.getString("name")).isEqualTo("127.0.0.1:" + node.port());
            assertThat(only.getString("version")).isEqualTo("test");
            assertThat(only.getInteger("num_clients")).isPositive();
            assertThat(only.getInteger("num_users")).isEqualTo(1);
            assertThat(only.getInteger("num_subs")).isPositive();
            assertThat(only.getInteger("num_channels")).isPositive();
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void channelsAreCountedByPattern() {
        try (ProtocolClient one = ProtocolClient.connect(node.port())
                        .subscribe(channel + ".a")
                        .subscribe(channel + ".b");
                ProtocolClient two = ProtocolClient.connect(node.port()).subscribe(channel + ".a")) {
            assertThat(channels(channel + ".*"))
                    .isEqualTo(new JsonObject()
                            .put(channel + ".a", new JsonObject().put("num_clients", 2))
                            .put(channel + ".b", new JsonObject().put("num_clients", 1)));
            assertThat(channels(channel + ".?").size()).isEqualTo(2);
            assertThat(channels(channel + ".b").fieldNames()).containsExactly(channel + ".b");
            assertThat(channels("*." + channel)).isEmpty();
            assertThat(one.isOpen() && two.isOpen()).isTrue();
        }
    }

    @Test
    void channelIsGoneWhenItsLastSubscriberIs() {
        ProtocolClient.connect(node.port()).subscribe(channel).close();

        await().untilAsserted(() -> assertThat(channels(channel)).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|107",
                "{\"channel\":\"a\"}|107",
                "{\"channel\":\"a\",\"data\":null}|107",
                "{\"channel\":\"\",\"data\":1}|107",
                "{\"data\":1}|107",
                "{\"channel\":\"nowhere:a\",\"data\":1}|102",
                "{\"channel\":\"a\",\"b64data\":\"%%\"}|107",
                "{\"channel\":\"a\",\"data\":1,\"tags\":{\"a\":null}}|107",
                "{\"channel\":\"a\",\"data\":1,\"idempotency_key\":\"k\"}|0",
                "{\"channel\":\"a\",\"data\":1,\"version\":3}|0",
                "{\"channel\":\"a\",\"data\":1,\"future_field\":[{}]}|0"
            })
    void publicationsThatCannotBeAreAnsweredWithAnError(String body, int code) {
        Answer answer = api.call("publish", body);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getJsonObject("error", new JsonObject()).getInteger("code", 0))
                .isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "publish|hello",
                "publish|{\"channel\":\"a\",\"data\":1",
                "publish|{\"channel\":\"a\",\"data\":1}}",
                "publish|[]",
                "publish|null",
                "publish|{\"channel\":{},\"data\":1}",
                "publish|{\"channel\":\"a\",\"data\":nope}",
                "publish|{\"channel\":\"a\",\"data\":1,\"tags\":[]}",
                "publish|{\"channel\":\"a\",\"data\":1,\"tags\":{\"a\":{}}}",
                "broadcast|{\"channels\":\"a\",\"data\":1}",
                "batch|{\"commands\":{}}",
                "batch|{\"commands\":[7]}",
                "channels|{\"pattern\":[]}"
            })
    void bodiesThatDoNotParseAreRefusedInWords(String method, String body) {
        Answer answer = api.call(method, body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).startsWith("malformed body: ").hasLineCount(1);
    }

    @Test
    void dataNestedTooDeeplyIsRefused() {
        assertThat(publishNested(200).status()).isEqualTo(200);
        assertThat(publishNested(300).status()).isEqualTo(400);
        assertThat(publishNested(40_000).status()).isEqualTo(400);
    }

    @Test
    void bodiesThatAreNotUtf8AreRefused() {
        byte[] body = "{\"channel\":\"a\",\"data\":1}".getBytes(UTF_8);
        byte[] broken = body.clone();
        broken[12] = (byte) 0xFF;

        assertThat(api.callWithBytes("publish", broken).status()).isEqualTo(400);
        assertThat(api.callWithBytes("publish", new String(body, UTF_8).getBytes(UTF_16LE))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void bodyAboveTheLimitIsRefused() {
        String small = "x".repeat(BODY_LIMIT - 100);
        String large = "x".repeat(BODY_LIMIT);

        assertThat(api.call("publish", "{\"channel\":\"a\",\"data\":\"" + small + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(api.call("publish", "{\"channel\":\"a\",\"data\":\"" + large + "\"}")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void onlyPostIsAllowed() {
        assertThat(api.get("publish").status()).isEqualTo(405);
    }

    @Test
    void theApiIsDescribedToAnybody() {
        try (GatewayFixture closed = GatewayFixture.start("http_api.insecure=false", "http_api.key=" + KEY);
                GatewayFixture silent = GatewayFixture.start("http_api.openapi=false")) {
            Answer described = new ServerApiClient(closed.port()).getPath("/openapi.json");
            assertThat(described.status()).isEqualTo(200);
            assertThat(described.json().getString("openapi")).startsWith("3.1.");
            assertThat(new ServerApiClient(silent.port())
                            .getPath("/openapi.json")
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void theLegacyFormAnswersALineForEachCommand() {
        Answer answer = api.postPath(
                "/api",
                "{\"method\":\"publish\",\"params\":{\"channel\":\"a\",\"data\":1}}\n{\"method\":\"dance\"}\n"
                        + "{\"method\":\"publish\",\"params\":{\"channel\":\"nowhere:a\",\"data\":1}}\n");
        assertThat(answer)
                .isEqualTo(new Answer(
                        200,
                        "{\"result\":{}}\n{\"error\":{\"code\":104,\"message\":\"not found\"}}\n"
                                + "{\"error\":{\"code\":102,\"message\":\"unknown channel\"}}\n"));
        assertThat(api.postPath("/api", "nonsense").status()).isEqualTo(400);
    }

    @Test
    void historyCanBeReadAndForgotten() {
        try (GatewayFixture keeping = GatewayFixture.start(
                "channel.without_namespace.history_size=10", "channel.without_namespace.history_ttl=60s")) {
            ServerApiClient kept = new ServerApiClient(keeping.port());
            kept.publish("a", 1);
            kept.publish("a", 2);
            JsonObject history = kept.call("history", "{\"channel\":\"a\",\"limit\":-1}")
                    .json()
                    .getJsonObject("result");
            assertThat(history.getJsonArray("publications").encode())
                    .isEqualTo("[{\"data\":1,\"offset\":1},{\"data\":2,\"offset\":2}]");
            assertThat(kept.call("history_remove", "{\"channel\":\"a\"}").body())
                    .isEqualTo("{\"result\":{}}");
            assertThat(kept.call("history", "{\"channel\":\"a\",\"limit\":-1}").body())
                    .isEqualTo("{\"result\":{\"publications\":[],\"epoch\":\"" + history.getString("epoch")
                            + "\",\"offset\":2}}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dance", "presences", "Publish"})
    void unknownMethodIsNotFound(String method) {
        assertThat(api.call(method, "{}").status()).isEqualTo(404);
    }

    @Test
    void callerMayAskForErrorsAsStatus() {
        String header = "X-Centrifugo-Error-Mode";

        assertThat(api.call("publish", "{}", header, "transport"))
                .isEqualTo(new Answer(400, "{\"code\":107,\"message\":\"bad request\"}"));
        assertThat(api.call("publish", "{\"channel\":\"nowhere:a\",\"data\":1}", header, "transport")
                        .status())
                .isEqualTo(404);
        assertThat(api.call("publish", "{\"channel\":\"a\",\"data\":1}", header, "transport"))
                .isEqualTo(new Answer(200, "{\"result\":{}}"));
    }

    @Test
    void nodeMayTellAllErrorsAsStatus() {
        try (GatewayFixture strict = GatewayFixture.start("http_api.error_mode=transport")) {
            assertThat(new ServerApiClient(strict.port()).call("publish", "{}").status())
                    .isEqualTo(400);
        }
    }

    @Test
    void keyIsAcceptedInEveryForm() {
        try (GatewayFixture locked = GatewayFixture.start("http_api.insecure=false", "http_api.key=" + KEY)) {
            ServerApiClient caller = new ServerApiClient(locked.port());

            assertThat(caller.call("info", "{}", "X-API-Key", KEY).status()).isEqualTo(200);
            assertThat(caller.call("info", "{}", "Authorization", "apikey " + KEY)
                            .status())
                    .isEqualTo(200);
            assertThat(caller.call("info", "{}", "Authorization", "ApiKey " + KEY)
                            .status())
                    .isEqualTo(200);
            assertThat(caller.call("info?api_key=a%20secret", "{}").status()).isEqualTo(200);
        }
    }

    @Test
    void callersWithoutTheKeyAreRefused() {
        try (GatewayFixture locked = GatewayFixture.start("http_api.insecure=false", "http_api.key=" + KEY)) {
            ServerApiClient caller = new ServerApiClient(locked.port());

            assertThat(caller.call("info", "{}").status()).isEqualTo(401);
            assertThat(caller.call("info", "{}", "X-API-Key", "a secre").status())
                    .isEqualTo(401);
            assertThat(caller.call("info", "{}", "X-API-Key", KEY + "x").status())
                    .isEqualTo(401);
            assertThat(caller.call("info", "{}", "Authorization", KEY).status()).isEqualTo(401);
            assertThat(caller.call("info", "{}", "Authorization", "Bearer " + KEY)
                            .status())
                    .isEqualTo(401);
            assertThat(caller.call("publish?api_key=", "not even JSON").status())
                    .isEqualTo(401);
        }
    }

    @Test
    void nodeWithoutAKeyRefusesEverybody() {
        try (GatewayFixture closed = GatewayFixture.start("http_api.insecure=false")) {
            ServerApiClient caller = new ServerApiClient(closed.port());

            assertThat(caller.call("info", "{}").status()).isEqualTo(401);
            assertThat(caller.call("info", "{}", "X-API-Key", "").status()).isEqualTo(401);
        }
    }

    @Test
    void aHundredCallersAtOnceAreAllServed() {
        int callers = 100;
        int each = 10;
        try (ProtocolClient client = ProtocolClient.connect(node.port()).subscribe(channel)) {
            List<CompletableFuture<Void>> all = IntStream.range(0, callers)
                    .mapToObj(caller -> publishInTurn(caller, 0, each))
                    .toList();
            all.forEach(CompletableFuture::join);

            await().until(() -> client.received(channel).size() == callers * each);
            for (int caller = 0; caller < callers; caller++) {
                int first = caller * each;
                assertThat(client.received(channel).stream()
                                .map(Integer.class::cast)
                                .filter(data -> data / each == first / each))
                        .containsExactlyElementsOf(
                                IntStream.range(first, first + each).boxed().toList());
            }
        }
    }

    private CompletableFuture<Void> publishInTurn(int caller, int next, int each) {
        if (next == each) {
            return CompletableFuture.completedFuture(null);
        }
        String body = "{\"channel\":\"" + channel + "\",\"data\":" + (caller * each + next) + "}";
        return api.begin("publish", body).thenCompose(answer -> {
            assertThat(answer.body()).isEqualTo("{\"result\":{}}");
            return publishInTurn(caller, next + 1, each);
        });
    }

    private static Answer publishNested(int depth) {
        return api.call("publish", "{\"channel\":\"a\",\"data\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
    }

    private static JsonObject channels(String pattern) {
        return api.call("channels", new JsonObject().put("pattern", pattern).encode())
                .json()
                .getJsonObject("result")
                .getJsonObject("channels");
    }
}
