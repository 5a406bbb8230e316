package io.sluice.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs themselves take what the chart renders, and say what they do not take. */
class SettingsIT {

    @TempDir
    private Path directory;

    static List<Path> files() {
        return Chart.valuesFiles();
    }

    static List<Path> filesWithRouter() {
        return files().stream()
                .filter(file -> !file.endsWith("single-values.yaml"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void gatewayTakesItsSettings(Path file) throws Exception {
        Program gateway = program(Chart.of(file), "gateway");
        assertThat(gateway.run("config", "check", gateway.config().toString()))
                .as(gateway.printed())
                .isZero();
        assertThat(gateway.printed()).contains("the settings are valid").doesNotContain("not available in Sluice");
    }

    @ParameterizedTest
    @MethodSource("filesWithRouter")
    void routerStartsWithItsSettings(Path file) throws Exception {
        // Without a cluster there is no API to ask, so these ask the registry, whose silence keeps no router from
        // starting.
        Program router = program(Chart.of(file).with("{router: {discovery: registry}}"), "router");
        Process process =
                router.start("router", "--config", router.config().toString(), "--port", "0", "--management-port", "0");
        try {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> router.printed().contains("router ready") || !process.isAlive());
            assertThat(process.isAlive()).as(router.printed()).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void gatewayRefusesToStartWithAnUnknownSettingAndSaysWhich() throws Exception {
        Program gateway =
                program(Chart.byDefault().with("{gateway: {config: {client: {chanel_limit: 3}}}}"), "gateway");
        assertThat(gateway.run("gateway", "--config", gateway.config().toString()))
                .isNotZero();
        assertThat(gateway.printed()).contains("client.chanel_limit", "client.channel_limit");
    }

    @Test
    void routerRefusesToStartWithAnUnknownSettingAndSaysWhich() throws Exception {
        Program router = program(Chart.byDefault().with("{router: {config: {conect_timeout: 3s}}}"), "router");
        assertThat(router.run("router", "--config", router.config().toString())).isNotZero();
        assertThat(router.printed()).contains("conect_timeout", "connect_timeout");
    }

    private Program program(Chart chart, String component) throws IOException {
        Manifests manifests = chart.render();
        String name = manifests.ofKind("Deployment").stream()
                .map(Manifests::name)
                .filter(deployment -> deployment.endsWith("-" + component))
                .findFirst()
                .orElseThrow();
        return Program.ofDeployment(directory, manifests, name, component);
    }
}
