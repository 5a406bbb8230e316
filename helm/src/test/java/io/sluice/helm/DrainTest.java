package io.sluice.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A pod is given the time that its drain takes. */
class DrainTest {

    static List<Path> files() {
        return Chart.valuesFiles();
    }

    @ParameterizedTest
    @MethodSource("files")
    void graceIsLongerThanTheDrain(Path file) {
        Manifests manifests = Chart.of(file).render();
        for (JsonNode deployment : manifests.ofKind("Deployment")) {
            JsonNode pod = deployment.at("/spec/template/spec");
            int grace = pod.path("terminationGracePeriodSeconds").asInt();
            int sleep = pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt();
            assertThat(grace)
                    .as(Manifests.name(deployment))
                    .isGreaterThanOrEqualTo(sleep + seconds(manifests, deployment) + 10);
        }
    }

    private static int seconds(Manifests manifests, JsonNode deployment) {
        return manifests
                .find("ConfigMap", Manifests.name(deployment))
                .map(config -> Yaml.parse(config.at("/data/config.yaml").asText()))
                .map(settings -> seconds(Yaml.at(settings, "drain.delay"))
                        + seconds(Yaml.at(settings, "drain.period"))
                        + seconds(settings.path("shutdown_spread")))
                .orElseGet(() -> Manifests.elements(deployment.at("/spec/template/spec/containers/0/env"))
                        .filter(variable -> variable.path("name").asText().matches("SLUICE_(DRAIN_.*|SHUTDOWN_SPREAD)"))
                        .mapToInt(variable -> seconds(variable.path("value")))
                        .sum());
    }

    private static int seconds(JsonNode duration) {
        return duration.isMissingNode() ? 0 : Integer.parseInt(duration.asText().replace("s", ""));
    }

    @Test
    void gatewayWaitsByItsOwnDelayAndNotByPreStopAsWell() {
        Manifests manifests = Chart.byDefault().render();
        assertThat(manifests.container("demo-sluice-gateway").has("lifecycle")).isFalse();
        assertThat(Yaml.at(manifests.settings("demo-sluice-gateway"), "drain.delay")
                        .asText())
                .isEqualTo("10s");
    }

    @Test
    void graceFollowsTheDrain() {
        Manifests manifests = Chart.byDefault()
                .with("{gateway: {drain: {delaySeconds: 20, periodSeconds: 300}}}")
                .render();
        assertThat(manifests
                        .get("Deployment", "demo-sluice-gateway")
                        .at("/spec/template/spec/terminationGracePeriodSeconds")
                        .asInt())
                .isEqualTo(335);
    }

    @Test
    void shorterGraceIsRefusedWithTheSum() {
        Chart chart = Chart.byDefault().with("{gateway: {terminationGracePeriodSeconds: 84}}");
        assertThatThrownBy(chart::text)
                .hasMessageContaining("gateway.terminationGracePeriodSeconds is 84")
                .hasMessageContaining("delaySeconds 10 + periodSeconds 60 + 15 = 85 seconds");
        assertThat(Chart.byDefault()
                        .with("{gateway: {terminationGracePeriodSeconds: 85}}")
                        .text())
                .contains("terminationGracePeriodSeconds: 85");
    }

    @Test
    void shorterGraceOfRoutersIsRefusedWithTheSum() {
        Chart chart = Chart.byDefault().with("{router: {terminationGracePeriodSeconds: 30}}");
        assertThatThrownBy(chart::text)
                .hasMessageContaining("router.terminationGracePeriodSeconds is 30")
                .hasMessageContaining("preStopSleepSeconds 10 + spreadSeconds 30 + 15 = 55 seconds");
    }

    @Test
    void drainCannotBeSetBesideTheGrace() {
        assertThatThrownBy(Chart.byDefault().with("{gateway: {config: {drain: {period: 10m}}}}")::text)
                .hasMessageContaining("gateway.config.drain is not for the configuration: set gateway.drain");
        assertThatThrownBy(
                        Chart.byDefault().with("{gateway: {extraEnv: [{name: SLUICE_DRAIN_PERIOD, value: 10m}]}}")
                                ::text)
                .hasMessageContaining("gateway.extraEnv has SLUICE_DRAIN_PERIOD")
                .hasMessageContaining("gateway.drain");
    }
}
