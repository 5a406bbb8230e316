package io.sluice.helm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Three questions, three addresses. */
class ProbesTest {

    private static final Manifests DEFAULT = Chart.byDefault().render();

    @ParameterizedTest
    @CsvSource({"startupProbe, /health/started", "livenessProbe, /health/live", "readinessProbe, /health/ready"})
    void eachProbeAsksItsOwnQuestion(String probe, String path) {
        for (String deployment : new String[] {"demo-sluice-gateway", "demo-sluice-router"}) {
            assertThat(DEFAULT.container(deployment)
                            .path(probe)
                            .at("/httpGet/path")
                            .asText())
                    .isEqualTo(path);
            assertThat(DEFAULT.container(deployment)
                            .path(probe)
                            .at("/httpGet/port")
                            .asText())
                    .isEqualTo("management");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"startupProbe", "livenessProbe", "readinessProbe"})
    void probeThatIsOffIsNotThere(String probe) {
        Manifests manifests = Chart.byDefault()
                .with("{gateway: {" + probe + ": {enabled: false}}}")
                .render();
        assertThat(manifests.container("demo-sluice-gateway").has(probe)).isFalse();
        assertThat(manifests.container("demo-sluice-router").has(probe)).isTrue();
    }
}
