package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.testing.Frame;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.Metrics;
import io.sluice.gateway.testing.Patience;
import io.sluice.gateway.testing.ProtocolClient;
import io.sluice.gateway.testing.RawWebSocket;
import io.sluice.gateway.testing.ServerApiClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How publications reach clients that read them. */
@ExtendWith(LeakWatch.class)
class DeliveryIT {

    private static final Duration PATIENCE = Patience.OF_TESTS;
    private static final int PUBLICATIONS = 50;

    @Test
    void withAWriteDelaySeveralMessagesShareATextFrame() {
        try (GatewayFixture node = GatewayFixture.start("client.write_delay=1s");
                RawWebSocket socket = RawWebSocket.open(node.port())) {
            socket.sendText("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"a\"}}");
            assertThat(socket.nextText()).contains("\"connect\"");
            assertThat(socket.nextText()).contains("\"subscribe\"");
            publish(node);

            List<String> messages = new ArrayList<>();
            int frames = 0;
            while (messages.size() < PUBLICATIONS) {
                Frame frame = socket.nextFrame();
                assertThat(frame.isPlain()).isTrue();
                assertThat(frame.opcode()).isEqualTo(Frame.TEXT);
                messages.addAll(List.of(frame.text().split("\n")));
                frames++;
            }
            assertThat(frames).isLessThan(PUBLICATIONS / 2);
            assertThat(messages)
                    .isEqualTo(IntStream.range(0, PUBLICATIONS)
                            .mapToObj(i -> "{\"push\":{\"channel\":\"a\",\"pub\":{\"data\":" + i + "}}}")
                            .toList());
        }
    }

    @Test
    void withARateTheLatestPublicationArrivesAndTheOthersAreCounted() {
        try (GatewayFixture node = GatewayFixture.start("channel.without_namespace.max_rate=2");
                ProtocolClient client = ProtocolClient.connect(node.port()).subscribe("a")) {
            publish(node);

            await().atMost(PATIENCE).until(() -> client.received("a").contains(PUBLICATIONS - 1));
            List<Object> received = client.received("a");
            assertThat(received).startsWith(0).doesNotHaveDuplicates();
            assertThat(received.stream().map(Integer.class::cast).toList()).isSorted();
            Metrics metrics = new Metrics(node.managementPort());
            assertThat(metrics.sum("sluice_gateway_rate_limited_total"))
                    .isPositive()
                    .isEqualTo(PUBLICATIONS - received.size());
        }
    }

    @Test
    void broadcastToManyClientsArrivesWholeAndInOrderOnEveryEventLoop() {
        List<ProtocolClient> clients = new ArrayList<>();
        try (GatewayFixture node = GatewayFixture.start(2)) {
            for (int i = 0; i < 40; i++) {
                clients.add(ProtocolClient.connect(node.port()).subscribe("a"));
            }
            publish(node);

            List<Object> all =
                    IntStream.range(0, PUBLICATIONS).<Object>mapToObj(i -> i).toList();
            for (ProtocolClient client : clients) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(client.received("a")).isEqualTo(all));
            }
        } finally {
            clients.forEach(ProtocolClient::close);
        }
    }

    private static void publish(GatewayFixture node) {
        ServerApiClient backEnd = new ServerApiClient(node.port());
        for (int i = 0; i < PUBLICATIONS; i++) {
            backEnd.publish("a", i);
        }
    }
}
