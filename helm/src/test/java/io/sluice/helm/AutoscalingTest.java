package io.sluice.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods follow connections, up at once and down slowly. */
class AutoscalingTest {

    private static final String HPA = "{gateway: {autoscaling: {hpa: {enabled: true}}}}";
    private static final String KEDA =
            "{gateway: {autoscaling: {keda: {enabled: true, serverAddress: 'http://prometheus:9090'}}}}";

    @Test
    void replicasAreThoseOfTheValuesWithoutAnAutoscaler() {
        assertThat(deployment(Chart.byDefault()).at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(deployment(Chart.byDefault().with("{gateway: {replicaCount: 0}}"))
                        .at("/spec/replicas")
                        .isInt())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {HPA, KEDA, "{gateway: {replicaCount: null}}"})
    void replicasAreLeftToWhoeverScales(String values) {
        assertThat(deployment(Chart.byDefault().with(values)).at("/spec").has("replicas"))
                .isFalse();
    }

    private static JsonNode deployment(Chart chart) {
        return chart.render().get("Deployment", "demo-sluice-gateway");
    }

    @Test
    void hpaAimsAtConnectionsOfAPod() {
        JsonNode hpa = Chart.byDefault().with(HPA).render().get("HorizontalPodAutoscaler", "demo-sluice-gateway");
        assertThat(hpa.at("/spec/scaleTargetRef/name").asText()).isEqualTo("demo-sluice-gateway");
        assertThat(hpa.at("/spec/metrics/0/pods/metric/name").asText()).isEqualTo("sluice_gateway_connections");
        assertThat(hpa.at("/spec/metrics/0/pods/target/averageValue").asText()).isEqualTo("10000");
        assertThat(hpa.at("/spec/behavior/scaleDown/policies/0/periodSeconds").asInt())
                .isEqualTo(300);
    }

    @Test
    void kedaAsksForTheSumOfAllPodsAndNeverTakesSilenceForZero() {
        JsonNode scaled = Chart.byDefault().with(KEDA).render().get("ScaledObject", "demo-sluice-gateway");
        JsonNode trigger = scaled.at("/spec/triggers/0/metadata");
        assertThat(trigger.path("query").asText())
                .isEqualTo("sum(sluice_gateway_connections{namespace=\"live\",job=\"demo-sluice-gateway\"})");
        assertThat(trigger.path("threshold").asText()).isEqualTo("10000");
        assertThat(trigger.path("ignoreNullValues").asText()).isEqualTo("false");
        assertThat(scaled.at("/spec/fallback/replicas").asInt())
                .as("while Prometheus is silent nobody is cut off")
                .isEqualTo(10);
        assertThat(scaled.at("/spec/minReplicaCount").asInt()).isEqualTo(2);
        assertThat(scaled.at("/spec").has("idleReplicaCount")).isFalse();
    }

    @Test
    void jobOfTheQueryIsTheOneThatMonitorsGive() {
        JsonNode monitor = Chart.byDefault()
                .with("{metrics: {podMonitor: {enabled: true}}}")
                .render()
                .get("PodMonitor", "demo-sluice");
        JsonNode relabeling = monitor.at("/spec/podMetricsEndpoints/0/relabelings/1");
        assertThat(relabeling.path("targetLabel").asText()).isEqualTo("job");
        assertThat(relabeling.path("replacement").asText()).isEqualTo("demo-sluice-$1");
    }

    @Test
    void autoscalerOfRoutersIsForRouters() {
        Manifests manifests = Chart.byDefault()
                .with("{router: {autoscaling: {hpa: {enabled: true}}}}")
                .render();
        assertThat(manifests.ofKind("HorizontalPodAutoscaler")).hasSize(1);
        assertThat(manifests
                        .get("HorizontalPodAutoscaler", "demo-sluice-router")
                        .at("/spec/metrics/0/pods/metric/name")
                        .asText())
                .isEqualTo("sluice_router_connections");
    }
}
