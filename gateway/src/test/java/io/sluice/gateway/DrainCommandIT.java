package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.TestRedis;
import io.sluice.gateway.testing.ChildProcess;
import io.sluice.gateway.testing.Metrics;
import io.sluice.gateway.testing.ProtocolClient;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./sluice drain} and {@code ./sluice undrain}. */
class DrainCommandIT {

    @Test
    void aNodeIsDrainedAndTakenBackByItsManagementPort() {
        try (GatewayFixture node = GatewayFixture.start();
                ProtocolClient client = ProtocolClient.connect(node.port());
                ProtocolClient other = ProtocolClient.connect(node.port())) {
            String address = "127.0.0.1:" + node.managementPort();
            Metrics metrics = new Metrics(node.managementPort());

            List<String> said = succeed(Map.of(), "drain", "--node", address, "--period", "3s", "--wait");

            assertThat(client.awaitClose().closeCode()).isEqualTo(3001);
            assertThat(other.awaitClose().closeCode()).isEqualTo(3001);
            // One is told at once, and may be gone when the order is answered.
            assertThat(said)
                    .anyMatch(line -> line.matches(address + ": draining, (1 client|2 clients)"))
                    .endsWith(address + ": drained, 0 clients");
            assertThat(metrics.isReady()).isFalse();
            assertThat(succeed(Map.of(), "undrain", "--node", address)).endsWith(address + ": serving, 0 clients");
            assertThat(metrics.isReady()).isTrue();
        }
    }

    @Test
    void aNodeIsDrainedByItsNameOverRedis() {
        String redis = TestRedis.shared().uri();
        String prefix = "drain-" + UUID.randomUUID();
        Map<String, String> environment = Map.of(
                "SLUICE_ENGINE_REDIS_PREFIX", prefix,
                "SLUICE_ENGINE_REDIS_CONNECT_TIMEOUT", "10s",
                "SLUICE_ENGINE_REDIS_COMMAND_TIMEOUT", "10s");
        try (GatewayFixture meant = inCluster(redis, prefix, "gateway-1");
                GatewayFixture other = inCluster(redis, prefix, "gateway-2")) {
            succeed(environment, "drain", "--node", "gateway-1", "--redis", redis, "--wait");

            assertThat(new Metrics(meant.managementPort()).isReady()).isFalse();
            await().until(() -> new Metrics(other.managementPort()).isReady());
            assertFails(
                    1,
                    "there is no node gateway-3, only gateway-1, gateway-2",
                    environment,
                    "drain",
                    "--node",
                    "gateway-3",
                    "--redis",
                    redis);
            succeed(environment, "undrain", "--node", "gateway-1", "--redis", redis);
            await().until(() -> new Metrics(meant.managementPort()).isReady());
        }
    }

    private static GatewayFixture inCluster(String redis, String prefix, String name) {
        return GatewayFixture.start(
                "engine.type=redis",
                "engine.redis.address=" + redis,
                "engine.redis.prefix=" + prefix,
                "node.name=" + name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drain|2|Missing required option: '--node=NODE'",
                "drain --node gateway-1|2|to give a name or an id add --redis URI",
                "drain --node 127.0.0.1:99999|2|--node expects HOST:PORT",
                "drain --node 127.0.0.1:1 --period soon|2|--period: expected a duration such as 25s",
                "drain --node 127.0.0.1:1|1|no answer from 127.0.0.1:1",
                "undrain --node 127.0.0.1:1|1|give the address of the node's management port",
                "undrain --node a --redis redis://127.0.0.1:1|1|is --redis right?",
                "undrain --node a --redis nonsense|2|redis"
            })
    void mistakesAreToldInOneLine(String arguments, int status, String words) {
        assertFails(status, words, Map.of(), arguments.split(" "));
    }

    @Test
    void aRefusalOfTheNodeIsPassedOn() {
        try (GatewayFixture node = GatewayFixture.start()) {
            assertFails(
                    1,
                    "period must be 0 to 24h",
                    Map.of(),
                    "drain",
                    "--node",
                    "127.0.0.1:" + node.managementPort(),
                    "--period",
                    "25h");
        }
    }

    private static List<String> succeed(Map<String, String> environment, String... arguments) {
        try (ChildProcess command = ChildProcess.gateway(environment, arguments)) {
            assertThat(command.awaitEnd())
                    .as("%s %s", command.out(), command.err())
                    .isZero();
            assertThat(command.err()).isEmpty();
            return command.out();
        }
    }

    private static void assertFails(int status, String words, Map<String, String> environment, String... arguments) {
        try (ChildProcess command = ChildProcess.gateway(environment, arguments)) {
            assertThat(command.awaitEnd()).as("%s", command.err()).isEqualTo(status);
            assertThat(command.err()).hasSize(1);
            assertThat(command.err().get(0)).startsWith("sluice: ").contains(words);
        }
    }
}
