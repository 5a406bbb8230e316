package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.testing.EmulationPosts;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.RawStream;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to the HTTP endpoints of clients that are wrong in themselves. */
@ExtendWith(LeakWatch.class)
class EmulationBadInputIT {

    private static final String STREAM = "/connection/http_stream";
    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";
    private static final String PAGE = "https://app.example.com";

    private static GatewayFixture node;

    @BeforeAll
    static void start() {
        node = GatewayFixture.start(
                "http_stream.enabled=true",
                "sse.enabled=true",
                "uni_sse.enabled=true",
                "uni_http_stream.enabled=true",
                "http_stream.max_request_body_size=2048",
                "emulation.max_request_body_size=2048",
                "client.allowed_origins=https://*.example.com");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nonsense",
                "null",
                "[]",
                "7",
                "{\"session\":\"s\",\"node\":\"n\",\"data\":{}}",
                "{\"session\":1,\"node\":\"n\",\"data\":\"\"}",
                "{\"session\":\"s\",\"node\":[],\"data\":\"\"}",
                "{\"session\":\"s\"",
                "{} {}"
            })
    void anUndecodableRequestIsRefused(String body) {
        assertThat(EmulationPosts.post(node.port(), body).statusCode()).isEqualTo(400);
    }

    @Test
    void aRequestOfAnotherFormatThanItSaysIsRefused() {
        HttpResponse<String> answer =
                EmulationPosts.post(node.port(), "nonsense", "Content-Type", "application/octet-stream");
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void aBodyAtTheLimitIsTakenAndOneAboveItRefused() {
        String frame = "{\"session\":\"s\",\"node\":\"n\",\"data\":\"\"}";
        String atLimit = frame.replace("\"\"}", "\"" + "x".repeat(2048 - frame.length()) + "\"}");
        assertThat(EmulationPosts.post(node.port(), atLimit).statusCode())
                .as("it names no node")
                .isEqualTo(404);
        HttpResponse<String> refused = EmulationPosts.post(node.port(), atLimit + " ");
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).isEqualTo("the body is larger than 2048 bytes\n");
    }

    @Test
    void aMuchLargerBodyIsReadToItsEndSoThatTheAnswerIsSeen() {
        assertThat(EmulationPosts.post(node.port(), "x".repeat(5_000_000)).statusCode())
                .isEqualTo(413);
        try (RawStream stream = RawStream.post(node.port(), STREAM, "x".repeat(2049))) {
            assertThat(stream.head().status()).isEqualTo(413);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"})
    void anotherMethodIsRefused(String method) {
        HttpResponse<String> answer = EmulationPosts.request(node.port(), method, "");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
    }

    static Stream<String> paths() {
        return Stream.of(STREAM, "/connection/sse", "/connection/uni_sse", "/connection/uni_http_stream", "/emulation");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void aPreflightRequestOfAnAllowedPageIsAnswered(String path) {
        try (RawStream stream = RawStream.send(
                node.port(),
                RawStream.request(
                        "OPTIONS",
                        path,
                        "HTTP/1.1",
                        "",
                        "Origin: " + PAGE,
                        "Access-Control-Request-Headers: x-one, x-two"))) {
            assertThat(stream.head().status()).isEqualTo(204);
            assertThat(stream.head().header("access-control-max-age")).contains("300");
            assertThat(stream.head().header("access-control-allow-origin")).contains(PAGE);
            assertThat(stream.head().header("access-control-allow-credentials")).contains("true");
            assertThat(stream.head().header("access-control-allow-headers")).contains("x-one, x-two");
            assertThat(stream.head().header("access-control-allow-methods").orElseThrow())
                    .contains("POST");
            assertThat(stream.head().header("vary").orElseThrow()).isEqualToIgnoringCase("origin");
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void aPageThatIsNotAllowedGetsNothing(String path) {
        for (String method : new String[] {"OPTIONS", "GET", "POST"}) {
            try (RawStream stream = RawStream.send(
                    node.port(), RawStream.request(method, path, "HTTP/1.1", CONNECT, "Origin: https://example.org"))) {
                assertThat(stream.head().status()).as(method).isEqualTo(403);
                assertThat(stream.head().header("access-control-allow-origin")).isEmpty();
            }
        }
    }

    @Test
    void aStreamToAnAllowedPageSaysSo() {
        try (RawStream stream = RawStream.post(node.port(), STREAM, CONNECT, "Origin: " + PAGE)) {
            assertThat(stream.head().status()).isEqualTo(200);
            assertThat(stream.head().header("access-control-allow-origin")).contains(PAGE);
            assertThat(stream.head().header("access-control-allow-credentials")).contains("true");
            stream.nextLine();
        }
    }
}
