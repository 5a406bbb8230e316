package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.testing.Frame;
import io.sluice.gateway.testing.Handshake;
import io.sluice.gateway.testing.HttpHead;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.Metrics;
import io.sluice.gateway.testing.Neighbour;
import io.sluice.gateway.testing.RawStream;
import io.sluice.gateway.testing.RawWebSocket;
import io.sluice.gateway.testing.ServerApiClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that come when there is no room for them. */
@ExtendWith(LeakWatch.class)
class AdmissionIT {

    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";
    private static final int WITHIN_SECONDS = 60;

    @Test
    void aStormIsLetInAtTheRateAndTheOthersAreToldWhenToComeBack() {
        int rate = 50;
        try (GatewayFixture node = GatewayFixture.start("client.connection_rate_limit=" + rate)) {
            Neighbour neighbour = new Neighbour(node.port());
            List<HttpHead> answers = new ArrayList<>();
            long began = System.nanoTime();
            neighbour.isUndisturbedBy(() -> {
                for (int i = 0; i < 200; i++) {
                    answers.add(RawWebSocket.refusal(node.port(), Handshake.plain()));
                }
            });
            double seconds = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);

            List<HttpHead> refused =
                    answers.stream().filter(answer -> answer.status() == 503).toList();
            long admitted =
                    answers.stream().filter(answer -> answer.status() == 101).count();
            assertThat(admitted).isBetween(1L, (long) (rate + rate * seconds));
            assertThat(admitted + refused.size()).isEqualTo(200);
            assertThat(refused).allSatisfy(answer -> assertThat(
                            Integer.parseInt(answer.header("Retry-After").orElseThrow()))
                    .isBetween(1, 61));
            Metrics metrics = new Metrics(node.managementPort());
            assertThat(metrics.sum("sluice_gateway_refused_total{reason=\"connection_rate\"}"))
                    .isEqualTo(refused.size());
            assertThat(metrics.sum("sluice_gateway_admitted_total")).isGreaterThanOrEqualTo(admitted);
        }
    }

    @Test
    void aFullNodeTakesAnotherClientWhenOneHasLeft() {
        try (GatewayFixture node = GatewayFixture.start("client.connection_limit=1")) {
            try (RawWebSocket first = RawWebSocket.open(node.port());
                    RawWebSocket second = RawWebSocket.connect(node.port())) {
                HttpHead refusal = second.handshake(Handshake.plain());
                assertThat(refusal.status()).isEqualTo(503);
                assertThat(refusal.header("Retry-After")).isPresent();
                second.startReading(body -> {}).awaitEnd(); // Or its socket would be kept until it is idle for long.
                assertThat(first.hasEnded()).isFalse();
            }
            awaitAdmission(node);
        }
    }

    @Test
    void everyEndpointThatMakesClientsIsLimitedAndTheServerApiIsNot() {
        try (GatewayFixture node = GatewayFixture.start(
                        "client.connection_limit=1",
                        "sse.enabled=true",
                        "http_stream.enabled=true",
                        "uni_sse.enabled=true",
                        "uni_http_stream.enabled=true",
                        "uni_websocket.enabled=true");
                RawWebSocket only = RawWebSocket.open(node.port())) {
            for (String path : List.of("http_stream", "sse", "uni_http_stream", "uni_sse")) {
                try (RawStream stream = RawStream.post(node.port(), "/connection/" + path, CONNECT)) {
                    assertThat(stream.head().status()).as(path).isEqualTo(503);
                    assertThat(stream.head().header("Retry-After")).as(path).isPresent();
                }
            }
            assertThat(RawWebSocket.refusal(node.port(), Handshake.plain().withTarget("/connection/uni_websocket"))
                            .status())
                    .isEqualTo(503);
            assertThat(new ServerApiClient(node.port()).call("info", "{}").status())
                    .isEqualTo(200);
            assertThat(only.hasEnded()).isFalse();
        }
    }

    @Test
    void aStreamGivesItsPlaceBackWhenItEnds() {
        try (GatewayFixture node = GatewayFixture.start("client.connection_limit=1", "uni_sse.enabled=true")) {
            try (RawStream stream = RawStream.get(node.port(), "/connection/uni_sse?cf_connect=%7B%7D")) {
                assertThat(stream.head().status()).isEqualTo(200);
                assertThat(RawWebSocket.refusal(node.port(), Handshake.plain()).status())
                        .isEqualTo(503);
            }
            awaitAdmission(node);
        }
    }

    @Test
    void aRequestThatBecomesNoClientGivesItsPlaceBackAtOnce() {
        try (GatewayFixture node = GatewayFixture.start("client.connection_limit=1", "uni_sse.enabled=true");
                RawStream malformed = RawStream.get(node.port(), "/connection/uni_sse?cf_connect=nonsense")) {
            assertThat(malformed.head().status()).isNotEqualTo(503);
            awaitAdmission(node);
        }
    }

    @Test
    void clientsOnTheirWayInAreLimitedUntilTheyAreAnswered() {
        try (GatewayFixture node = GatewayFixture.start("admission.handshakes=1");
                RawWebSocket silent = RawWebSocket.open(node.port())) {
            assertThat(RawWebSocket.refusal(node.port(), Handshake.plain()).status())
                    .isEqualTo(503);
            silent.sendText(CONNECT);
            assertThat(silent.nextText()).contains("\"connect\"");
            assertThat(RawWebSocket.refusal(node.port(), Handshake.plain()).status())
                    .isEqualTo(101);
        }
    }

    @Test
    void oneSourceThatComesTooFastIsTold429AndAnotherIsLetIn() {
        try (GatewayFixture node = GatewayFixture.start(
                "admission.source.rate=0.01",
                "admission.source.burst=2",
                "client.connection_rate_limit=1000",
                "http_server.trusted_proxies=127.0.0.0/8")) {
            assertThat(statusFrom(node, "198.51.100.1")).isEqualTo(101);
            assertThat(statusFrom(node, "198.51.100.1")).isEqualTo(101);
            assertThat(statusFrom(node, "198.51.100.1")).isEqualTo(429);
            assertThat(statusFrom(node, "198.51.100.7, 198.51.100.1"))
                    .as("what a client adds")
                    .isEqualTo(429);
            assertThat(statusFrom(node, "198.51.100.2")).isEqualTo(101);
            assertThat(statusFrom(node, "2001:db8::1")).isEqualTo(101);
            assertThat(statusFrom(node, "2001:db8::2")).isEqualTo(101);
            assertThat(statusFrom(node, "2001:db8::3")).as("of the same /64").isEqualTo(429);
        }
    }

    @Test
    void withoutTrustedProxiesWhatClientsSayOfTheirAddressIsNotHeard() {
        try (GatewayFixture node = GatewayFixture.start("admission.source.rate=0.01", "admission.source.burst=1")) {
            assertThat(statusFrom(node, "198.51.100.1")).isEqualTo(101);
            assertThat(statusFrom(node, "198.51.100.2")).isEqualTo(429);
        }
    }

    @Test
    void aSourceHasOnlySoManyConnectionsAtATime() {
        try (GatewayFixture node = GatewayFixture.start("admission.source.connections=1")) {
            try (RawWebSocket only = RawWebSocket.open(node.port())) {
                assertThat(RawWebSocket.refusal(node.port(), Handshake.plain()).status())
                        .isEqualTo(429);
                assertThat(only.hasEnded()).isFalse();
            }
            awaitAdmission(node);
        }
    }

    @Test
    void aUserThatConnectsTooOftenIsClosedWithACodeThatComesBack() {
        try (GatewayFixture node = GatewayFixture.start(
                        "client.user_id_http_header=X-User", "admission.user.rate=0.01", "admission.user.burst=1");
                RawWebSocket anna = as(node, "anna");
                RawWebSocket again = as(node, "anna");
                RawWebSocket bert = as(node, "bert")) {
            assertThat(anna.nextText()).contains("\"connect\"");
            Frame close = again.nextClose();
            assertThat(close.closeCode()).isEqualTo(3013);
            assertThat(bert.nextText()).contains("\"connect\"");
        }
    }

    private static RawWebSocket as(GatewayFixture node, String user) {
        RawWebSocket socket = RawWebSocket.open(node.port(), Handshake.plain().with("X-User", user));
        socket.sendText(CONNECT);
        return socket;
    }

    private static int statusFrom(GatewayFixture node, String forwardedFor) {
        return RawWebSocket.refusal(node.port(), Handshake.plain().with("X-Forwarded-For", forwardedFor))
                .status();
    }

    private static void awaitAdmission(GatewayFixture node) {
        await().atMost(WITHIN_SECONDS, TimeUnit.SECONDS)
                .until(() ->
                        RawWebSocket.refusal(node.port(), Handshake.plain()).status() == 101);
    }
}
