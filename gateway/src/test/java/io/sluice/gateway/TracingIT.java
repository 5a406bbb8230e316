package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.testing.ChildProcess;
import io.sluice.gateway.testing.Handshake;
import io.sluice.gateway.testing.RawWebSocket;
import io.sluice.gateway.testing.ServerApiClient;
import io.sluice.gateway.testing.SpanRecord;
import io.sluice.gateway.testing.WebhookServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spans of a gateway process, as a collector on this machine gets them. */
class TracingIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern READY = Pattern.compile("gateway ready on [^:]*:(\\d+), management");

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + CALLER + "-01";

    private final WebhookServer collector = WebhookServer.answering("");

    @TempDir
    private Path directory;

    @Test
    void aHandshakeItsWebhookAndItsCallerAreOneTrace() {
        try (collector;
                WebhookServer hook = WebhookServer.answering("{\"result\":{\"user\":\"u\"}}");
                ChildProcess node = traced(
                        "client.proxy.connect.enabled=true",
                        "client.proxy.connect.endpoint=" + hook.url(),
                        "client.proxy.connect.timeout=60s");
                RawWebSocket socket = RawWebSocket.open(
                        awaitReady(node),
                        Handshake.plain().with("traceparent", TRACEPARENT).with("tracestate", "vendor=1"))) {
            socket.sendText("{\"id\":1,\"connect\":{}}");
            assertThat(socket.nextText()).contains("\"connect\"");

            SpanRecord handshake = awaitSpan("handshake");
            SpanRecord webhook = awaitSpan("webhook connect");
            assertThat(handshake.traceId()).isEqualTo(TRACE);
            assertThat(handshake.parentId()).isEqualTo(CALLER);
            assertThat(handshake.error()).isEmpty();
            assertThat(webhook.traceId()).isEqualTo(TRACE);
            assertThat(webhook.parentId()).isEqualTo(handshake.spanId());
            assertThat(hook.received().get(0).header("traceparent"))
                    .isEqualTo("00-" + TRACE + "-" + webhook.spanId() + "-01");
            assertThat(hook.received().get(0).header("tracestate")).isEqualTo("vendor=1");
        }
    }

    @Test
    void callsOfTheServerApiAreSpansUnderTheirMethod() {
        try (collector;
                ChildProcess node = traced()) {
            ServerApiClient api = new ServerApiClient(awaitReady(node));
            api.call("publish", "{\"channel\":\"a\",\"data\":1}", "traceparent", TRACEPARENT);
            api.call("presence", "{\"channel\":\"a\"}");
            api.call("history", "{", "traceparent", "nonsense");

            SpanRecord publish = awaitSpan("POST /api/publish");
            assertThat(publish.traceId()).isEqualTo(TRACE);
            assertThat(publish.parentId()).isEqualTo(CALLER);
            SpanRecord presence = awaitSpan("POST /api/presence");
            assertThat(presence.traceId()).isNotEqualTo(TRACE).hasSize(32);
            assertThat(presence.parentId()).isEmpty();
            assertThat(presence.error()).isEqualTo("error 108");
            assertThat(awaitSpan("POST /api/history").error()).isEqualTo("malformed body");
        }
    }

    @Test
    void aRefusedClientIsAFailedHandshake() {
        try (collector;
                ChildProcess node = traced();
                RawWebSocket socket = RawWebSocket.open(awaitReady(node))) {
            socket.sendText("{\"id\":1,\"connect\":{\"token\":\"nonsense\"}}");
            socket.next();

            assertThat(awaitSpan("handshake").error()).isNotEmpty();
        }
    }

    @Test
    void aCollectorThatIsNotThereCostsNobodyAnything() {
        collector.close();
        try (ChildProcess node = traced()) {
            ServerApiClient api = new ServerApiClient(awaitReady(node));
            for (int i = 0; i < 100; i++) {
                api.publish("a", i);
            }
            node.terminate();

            assertThat(node.awaitEnd()).isZero();
        }
    }

    @Test
    void nothingOfItIsLoadedWhereTracesAreOff() throws IOException {
        Path classes = directory.resolve("classes.txt");
        try (collector;
                ChildProcess node = ChildProcess.gateway(
                        Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes), arguments())) {
            new ServerApiClient(awaitReady(node)).publish("a", 1);
            node.terminate();
            node.awaitEnd();

            assertThat(Files.readAllLines(classes))
                    .anyMatch(line -> line.contains(" io.sluice.gateway.trace.Tracing "))
                    .noneMatch(line -> line.contains(" io.opentelemetry."));
        }
    }

    private ChildProcess traced(String... settings) {
        Map<String, String> environment = new HashMap<>();
        environment.put("SLUICE_OPENTELEMETRY_ENABLED", "true");
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url());
        environment.put("OTEL_BSP_SCHEDULE_DELAY", "50");
        return ChildProcess.gateway(environment, arguments(settings));
    }

    private static String[] arguments(String... settings) {
        List<String> arguments = new ArrayList<>(List.of("gateway", "--port", "0", "--management-port", "0"));
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("http_api.insecure=true");
        all.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return arguments.toArray(String[]::new);
    }

    private SpanRecord awaitSpan(String name) {
        return await().atMost(PATIENCE)
                .until(
                        () -> collector.received().stream()
                                .filter(request -> request.path().equals("/v1/traces"))
                                .flatMap(request -> SpanRecord.read(request.body()).stream())
                                .filter(span -> span.name().equals(name))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static int awaitReady(ChildProcess node) {
        return await().atMost(PATIENCE).until(() -> readyPort(node), port -> port > 0);
    }

    private static int readyPort(ChildProcess node) {
        for (String line : node.out()) {
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                return Integer.parseInt(ready.group(1));
            }
        }
        return 0;
    }
}
