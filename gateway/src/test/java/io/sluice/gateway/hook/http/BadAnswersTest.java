package io.sluice.gateway.hook.http;

import static io.sluice.gateway.hook.http.HookFixture.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.ProtocolError;
import io.sluice.common.redis.Outcomes;
import io.sluice.gateway.auth.Verdict;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a back end does, a client gets an answer, and a temporary error if there is nothing better. */
class BadAnswersTest {

    private static final int MAX_RESPONSE_BYTES = 2048;

    private final Vertx vertx = Vertx.vertx();
    private TestBackend backend;
    private HookFixture fixture;

    @BeforeEach
    void startAll() {
        backend = new TestBackend(vertx);
        fixture = hooksAt(backend.url(), "10s");
    }

    @AfterEach
    void stopAll() {
        fixture.close();
        backend.close();
        Outcomes.of(vertx.close());
    }

    private HookFixture hooksAt(String url, String timeout) {
        return new HookFixture(
                vertx,
                "client.proxy.connect.enabled=true",
                "client.proxy.connect.endpoint=" + url,
                "client.proxy.connect.timeout=" + timeout,
                "client.proxy.connect.http.status_to_code_transforms=[{\"status_code\":404,\"to_error\":{\"code\":404,"
                        + "\"message\":\"nothing here\"}},{\"status_code\":503,\"to_disconnect\":{\"code\":4100,\"reason\":\"later\"}}]",
                "client.proxy.refresh.enabled=true",
                "client.proxy.refresh.endpoint=" + url,
                "channel.proxy.subscribe.endpoint=" + url,
                "channel.proxy.publish.endpoint=" + url,
                "rpc.proxy.endpoint=" + url,
                "rpc.without_namespace.proxy_enabled=true",
                "hooks.max_response_size=" + MAX_RESPONSE_BYTES);
    }

    static Stream<String> malformedAnswers() {
        return Stream.of(
                "",
                " ",
                "hello",
                "null",
                "[]",
                "\"result\"",
                "7",
                "{",
                "{\"result\":{}",
                "{\"result\":{}} {}",
                "{}",
                "{\"result\":null}",
                "{\"unknown\":{}}",
                "{\"result\":{},\"error\":{\"code\":400,\"message\":\"x\"}}",
                "{\"result\":{},\"disconnect\":{\"code\":4000,\"reason\":\"x\"}}",
                "{\"error\":{\"code\":400},\"disconnect\":{\"code\":4000,\"reason\":\"x\"}}",
                "{\"result\":[]}",
                "{\"result\":\"yes\"}",
                "{\"result\":true}",
                "{\"result\":{\"user\":7}}",
                "{\"result\":{\"user\":{}}}",
                "{\"result\":{\"expire_at\":\"7\"}}",
                "{\"result\":{\"expire_at\":7.5}}",
                "{\"result\":{\"expire_at\":-1}}",
                "{\"result\":{\"expire_at\":1e40}}",
                "{\"result\":{\"channels\":\"news\"}}",
                "{\"result\":{\"channels\":[7]}}",
                "{\"result\":{\"channels\":[null]}}",
                "{\"result\":{\"channels\":[\"\"]}}",
                "{\"result\":{\"subs\":[]}}",
                "{\"result\":{\"subs\":{\"\":{}}}}",
                "{\"result\":{\"subs\":{\"a\":{\"override\":{\"presence\":true}}}}}",
                "{\"result\":{\"subs\":{\"a\":{\"override\":{\"presence\":{\"value\":\"yes\"}}}}}}",
                "{\"result\":{\"subs\":{\"a\":{\"override\":{\"presence\":{\"value\":1}}}}}}",
                "{\"result\":{\"subs\":{\"a\":{\"max_rate\":-1}}}}",
                "{\"result\":{\"subs\":{\"a\":{\"max_rate\":\"1\"}}}}",
                "{\"result\":{\"subs\":{\"a\":{\"server_tags_filter\":{\"nodes\":[null]}}}}}",
                "{\"result\":{\"subs\":{\"a\":{\"server_tags_filter\":" + "{\"nodes\":[".repeat(20) + "]}".repeat(20)
                        + "}}}}",
                "{\"result\":{\"b64info\":\"%\"}}",
                "{\"result\":{\"b64data\":7}}",
                "{\"result\":{\"info\":" + "[".repeat(300) + "]".repeat(300) + "}}",
                "{\"error\":{}}",
                "{\"error\":{\"code\":99,\"message\":\"x\"}}",
                "{\"error\":{\"code\":2000,\"message\":\"x\"}}",
                "{\"error\":{\"code\":\"400\"}}",
                "{\"error\":{\"code\":400,\"message\":7}}",
                "{\"error\":{\"code\":400,\"temporary\":\"no\"}}",
                "{\"error\":\"no\"}",
                "{\"disconnect\":{}}",
                "{\"disconnect\":{\"code\":2999,\"reason\":\"x\"}}",
                "{\"disconnect\":{\"code\":5000,\"reason\":\"x\"}}",
                "{\"disconnect\":{\"code\":4000}}",
                "{\"disconnect\":{\"code\":4000,\"reason\":\"" + "x".repeat(124) + "\"}}",
                "{\"disconnect\":{\"code\":4000,\"reason\":\"{}\"}}");
    }

    @ParameterizedTest
    @MethodSource("malformedAnswers")
    void malformedAnswerIsATemporaryError(String body) {
        backend.answers(200, body);

        assertThat(fixture.connect()).isEqualTo(Verdict.refused(ErrorCode.INTERNAL));
        assertThat(fixture.calls("malformed")).isOne();
    }

    static Stream<Arguments> malformedResults() {
        return Stream.of(
                Arguments.of("refresh", "{\"expired\":1}"),
                Arguments.of("refresh", "{\"expired\":\"true\"}"),
                Arguments.of("refresh", "{\"expire_at\":-5}"),
                Arguments.of("subscribe", "{\"override\":[]}"),
                Arguments.of("subscribe", "{\"expire_at\":true}"),
                Arguments.of("publish", "{\"tags\":{\"a\":1}}"),
                Arguments.of("publish", "{\"tags\":{\"a\":null}}"),
                Arguments.of("publish", "{\"version\":-1}"),
                Arguments.of("publish", "{\"skip_history\":\"\"}"),
                Arguments.of("publish", "{\"idempotency_key\":5}"),
                Arguments.of("rpc", "{\"b64data\":\"a\"}"));
    }

    @ParameterizedTest
    @MethodSource("malformedResults")
    void malformedResultIsATemporaryError(String event, String result) {
        backend.answers(200, "{\"result\":" + result + "}");
        HttpHooks hooks = fixture.hooks();

        Verdict<?> verdict =
                switch (event) {
                    case "refresh" -> Outcomes.of(hooks.refresh(CLIENT));
                    case "subscribe" ->
                        Outcomes.of(hooks.subscribe("", CLIENT, HookFixture.subscribe("news", Payload.EMPTY)));
                    case "publish" -> Outcomes.of(hooks.publish("", CLIENT, "news", Payload.of("1")));
                    default -> Outcomes.of(hooks.rpc(CLIENT, "m", Payload.EMPTY));
                };

        assertThat(verdict).isEqualTo(Verdict.refused(ErrorCode.INTERNAL));
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 301, 400, 401, 500, 502})
    void anyOtherStatusThan200IsATemporaryError(int status) {
        backend.answers(status, "");

        assertThat(fixture.connect()).isEqualTo(Verdict.refused(ErrorCode.INTERNAL));
        assertThat(fixture.calls("status")).isOne();
    }

    @Test
    void statusThatTheSettingsExplainIsWhatTheySay() {
        backend.answers(404, "no such page");
        assertThat(fixture.connect()).isEqualTo(new Verdict.Refused<>(new ProtocolError(404, "nothing here", false)));

        backend.answers(503, "");
        assertThat(fixture.connect()).isEqualTo(new Verdict.Ended<>(new Disconnect(4100, "later")));
    }

    @Test
    void hugeAnswerIsCutOff() {
        backend.answers(200, "{\"result\":{\"user\":\"" + "x".repeat(MAX_RESPONSE_BYTES) + "\"}}");

        assertThat(fixture.connect()).isEqualTo(Verdict.refused(ErrorCode.INTERNAL));
        assertThat(fixture.calls("too_large")).isOne();
    }

    @Test
    void answerWithoutEndIsCutOff() {
        backend.behaves((message, request) -> {
            request.response().setChunked(true);
            for (int i = 0; i < 100; i++) {
                var unused = request.response().write("x".repeat(100));
            }
        });

        assertThat(fixture.connect()).isEqualTo(Verdict.refused(ErrorCode.INTERNAL));
        await().until(() -> backend.open() == 0);
    }

    @Test
    void brokenConnectionIsATemporaryError() {
        backend.behaves((message, request) -> request.connection().close());

        assertThat(fixture.connect()).isEqualTo(Verdict.refused(ErrorCode.INTERNAL));
        assertThat(fixture.calls("unreachable")).isOne();
    }

    @Test
    void backendThatDoesNotAnswerIsNotWaitedForAndItsConnectionIsNotKept() {
        try (HookFixture hasty = hooksAt(backend.url(), "300ms")) {
            assertThat(hasty.connect()).isEqualTo(Verdict.refused(ErrorCode.INTERNAL));
            assertThat(hasty.calls("timeout")).isOne();
            await().until(() -> backend.open() == 0);
        }
    }

    @Test
    void backendThatStopsInTheMiddleIsNotWaitedFor() {
        backend.behaves((message, request) -> {
            var unused = request.response().setChunked(true).write("{\"result\":");
        });
        try (HookFixture hasty = hooksAt(backend.url(), "300ms")) {
            assertThat(hasty.connect()).isEqualTo(Verdict.refused(ErrorCode.INTERNAL));
            assertThat(hasty.calls("timeout")).isOne();
        }
    }

    @Test
    void refusedConnectionIsATemporaryError() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (HookFixture alone = hooksAt("http://127.0.0.1:" + port, "10s")) {
            assertThat(alone.connect()).isEqualTo(Verdict.refused(ErrorCode.INTERNAL));
            assertThat(alone.calls("unreachable")).isOne();
        }
    }

    @Test
    void serverWithACertificateOfItsOwnIsNotTrusted() {
        HttpServer server = Outcomes.of(vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(
                                SelfSignedCertificate.create("localhost").keyCertOptions()))
                .requestHandler(request -> request.response().end("{\"result\":{}}"))
                .listen(0, "127.0.0.1"));
        try (HookFixture secure = hooksAt("https://localhost:" + server.actualPort(), "10s")) {
            assertThat(secure.connect()).isEqualTo(Verdict.refused(ErrorCode.INTERNAL));
            assertThat(secure.calls("unreachable")).isOne();
        }
        Outcomes.of(server.close());
    }
}
