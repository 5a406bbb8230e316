package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.cluster.ClusterPlan;
import java.io.File;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code ./sluice check} as an operator runs it, on a cluster that wants keys and tokens. */
class CheckIT {
    private static final String KEY = "check-it-key";
    private static final String SECRET = "check-it-secret-of-more-than-32-bytes";

    private static Cluster cluster;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = Cluster.start(ClusterPlan.gateways(2)
                .withRouter()
                .withSetting("http_api.key", KEY)
                .withSetting("client.connect_include_node", "true")
                .withSetting("client.token.hmac_secret_key", SECRET));
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    private static CommandLine check(String apiKey, String secret) throws Exception {
        return CommandLine.start(
                new File("/dev/null"),
                "check",
                "--url",
                cluster.router().webSocketUri().toString(),
                "--api-url",
                cluster.gateway(1).apiUrl() + "/api",
                "--api-key",
                apiKey,
                "--token-secret",
                secret,
                // The machine may be busy with other things; how fast it is, is not what is tested.
                "--timeout",
                "60s");
    }

    @Test
    void aClusterThatWorksIsOk() throws Exception {
        try (CommandLine check = check(KEY, SECRET)) {
            assertThat(check.status())
                    .as(() -> String.join("\n", check.output()))
                    .isZero();
            assertThat(check.output()).anyMatch(line -> line.matches("ok: .* on [0-9a-f-]{36} after \\d+ ms"));
        }
    }

    @Test
    void aWrongKeyIsTold() throws Exception {
        try (CommandLine check = check("wrong", SECRET)) {
            assertThat(check.status()).isEqualTo(1);
            assertThat(check.output())
                    .anyMatch(line -> line.contains("--api-key has to be the gateways' http_api.key"));
        }
    }

    @Test
    void aTokenThatTheGatewaysDoNotTakeIsTold() throws Exception {
        try (CommandLine check = check(KEY, "another-secret-of-more-than-32-bytes-too")) {
            assertThat(check.status()).isEqualTo(1);
            assertThat(check.output()).anyMatch(line -> line.contains("check failed at connecting to"));
        }
    }
}
