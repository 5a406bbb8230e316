package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.internal.PlatformDependent;
import io.sluice.common.redis.TestRedis;
import io.sluice.gateway.testing.ChildProcess;
import io.sluice.gateway.testing.Frame;
import io.sluice.gateway.testing.Frames;
import io.sluice.gateway.testing.Handshake;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.Metrics;
import io.sluice.gateway.testing.Patience;
import io.sluice.gateway.testing.ProtocolClient;
import io.sluice.gateway.testing.RawWebSocket;
import io.sluice.gateway.testing.ServerApiClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What went wrong once, in the gaps between the parts. */
@ExtendWith(LeakWatch.class)
class RegressionIT {

    private static final Duration PATIENCE = Patience.OF_TESTS;

    @Test
    void subscribeIsAnsweredOnEveryEventLoop() {
        try (GatewayFixture node = GatewayFixture.start(2)) {
            for (int i = 0; i < 200; i++) {
                ProtocolClient.connect(node.port()).subscribe("fresh-" + i).close();
            }
        }
    }

    @Test
    void framesGluedBehindTheRequestAreAnswered() {
        try (GatewayFixture node = GatewayFixture.start();
                RawWebSocket socket = RawWebSocket.open(
                        node.port(),
                        Handshake.plain(),
                        Frames.text("{\"id\":1,\"connect\":{}}"),
                        Frames.text("{\"id\":2,\"subscribe\":{\"channel\":\"glued\"}}"),
                        Frames.frame(Frames.FINAL | Frame.PING, new byte[] {7}))) {

            List<Frame> answers = List.of(socket.next(), socket.next(), socket.next());
            assertThat(answers).extracting(Frame::text).contains("\u0007"); // A pong waits for nothing.
            assertThat(answers.stream().filter(answer -> answer.opcode() == Frame.TEXT))
                    .extracting(Frame::text)
                    .satisfiesExactly(
                            first -> assertThat(first).contains("\"id\":1", "\"connect\""),
                            second -> assertThat(second).isEqualTo("{\"id\":2,\"subscribe\":{}}"));
            socket.close();
        }
    }

    @Test
    void clientThatPingsAndNeverReadsCostsNoUnboundedMemory() {
        byte[] pings = Frames.frame(Frames.FINAL | Frame.PING, new byte[125]);
        byte[] many = new byte[pings.length * 1000];
        for (int i = 0; i < 1000; i++) {
            System.arraycopy(pings, 0, many, i * pings.length, pings.length);
        }
        try (GatewayFixture node = GatewayFixture.start("client.queue_max_size=65536", "client.ping_interval=0s");
                RawWebSocket socket = RawWebSocket.connect(node.port(), 4096)) {
            assertThat(socket.handshake(Handshake.plain()).status()).isEqualTo(101);
            socket.sendText("{\"id\":1,\"connect\":{}}");
            long before = PlatformDependent.usedDirectMemory();

            for (int i = 0; i < 300; i++) { // 37 MB of pongs
                socket.send(many);
            }

            assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(16 << 20);
            socket.close();
        }
    }

    @Test
    void portInUseEndsTheStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ChildProcess node = ChildProcess.gateway(
                        Map.of(),
                        "gateway",
                        "--port",
                        String.valueOf(taken.getLocalPort()),
                        "--management-port",
                        "0",
                        "--set",
                        "http_server.address=127.0.0.1")) {
            assertThat(node.awaitEnd()).isEqualTo(1);
            assertThat(node.err()).hasSize(1);
            assertThat(node.err().get(0)).contains("client port").containsIgnoringCase("in use");
        }
    }

    @Test
    void nodeThatHadRedisIsReadyInAShortOutageEvenIfNobodyAskedBefore() {
        TestRedis redis = TestRedis.exclusive();
        try (GatewayFixture node = GatewayFixture.start("engine.type=redis", "engine.redis.address=" + redis.uri())) {
            ProtocolClient client = ProtocolClient.connect(node.port());
            await().pollDelay(Duration.ofSeconds(2)).until(client::isOpen); // Nobody probes the node in this time.
            redis.killForcibly();
            await().until(() -> client.publish("a", 1).containsKey("error"));

            assertThat(new Metrics(node.managementPort()).isReady()).isTrue();
        } finally {
            redis.close();
        }
    }

    @Test
    void channelMustBeAString() {
        try (GatewayFixture node = GatewayFixture.start()) {
            assertThat(new ServerApiClient(node.port())
                            .call("publish", "{\"channel\":7,\"data\":1}")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void oneClientsTraceIsNotLeftWhenItsSubscribeHangs() {
        try (GatewayFixture node = GatewayFixture.start(2)) {
            for (int i = 0; i < 50; i++) {
                RawWebSocket socket = RawWebSocket.open(node.port());
                socket.sendText(
                        "{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"trace-" + i + "\"}}");
                socket.next();
                socket.close();
            }
            await().atMost(PATIENCE)
                    .until(() -> new Metrics(node.managementPort()).sum("sluice_gateway_channels ") == 0);
        }
    }
}
