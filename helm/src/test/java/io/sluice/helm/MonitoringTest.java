package io.sluice.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the chart gives to Prometheus and Grafana is what lies in {@code grafana/}. */
class MonitoringTest {

    private static final Path GRAFANA = Chart.DIRECTORY.resolve("../../grafana");
    private static final String RULES = "{metrics: {prometheusRule: {enabled: true}}}";

    @Test
    void dashboardsAreEmbeddedToTheByte() throws IOException {
        Manifests manifests = Chart.byDefault()
                .with("{metrics: {dashboards: {enabled: true}}}")
                .render();
        List<Path> files;
        try (Stream<Path> listed = Files.list(GRAFANA.resolve("dashboards"))) {
            files = listed.toList();
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(5);
        for (Path file : files) {
            String name = file.getFileName().toString();
            JsonNode map = manifests.get("ConfigMap", "demo-sluice-dash-" + name.replace(".json", ""));
            assertThat(map.path("data").path("sluice-" + name).asText()).isEqualTo(Chart.read(file));
            assertThat(map.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
            assertThat(map.at("/metadata/annotations/grafana_folder").asText()).isEqualTo("Sluice");
            assertThat(map.toString()).as("a ConfigMap holds 1 MiB").hasSizeLessThan(1_000_000);
        }
    }

    @Test
    void rulesAreThoseOfTheFile() {
        JsonNode rule = Chart.byDefault().with(RULES).render().get("PrometheusRule", "demo-sluice");
        JsonNode file = Yaml.parse(Chart.read(GRAFANA.resolve("alerts/sluice.rules.yaml")));
        assertThat(rule.at("/spec/groups")).isEqualTo(file.path("groups"));
    }

    @Test
    void alertsCanBeLeftOutAndTheirSeverityChanged() {
        Map<String, JsonNode> all = alerts(Chart.byDefault().with(RULES));
        String first = all.keySet().iterator().next();
        String second = all.keySet().stream().skip(1).findFirst().orElseThrow();
        Map<String, JsonNode> some = alerts(Chart.byDefault()
                .with(RULES)
                .with("{metrics: {prometheusRule: {disabled: [" + first + "], severities: {" + second + ": info}}}}"));
        assertThat(some).hasSize(all.size() - 1).doesNotContainKey(first);
        assertThat(some.get(second).at("/labels/severity").asText()).isEqualTo("info");
    }

    @Test
    void runbooksMayBeElsewhere() {
        Map<String, JsonNode> alerts = alerts(Chart.byDefault()
                .with(RULES)
                .with("{metrics: {prometheusRule: {runbookBaseUrl: 'https://docs.example.com/r'}}}"));
        assertThat(alerts.values()).isNotEmpty().allSatisfy(alert -> assertThat(
                        alert.at("/annotations/runbook_url").asText())
                .matches("https://docs\\.example\\.com/r#[a-z0-9-]+"));
    }

    private static Map<String, JsonNode> alerts(Chart chart) {
        JsonNode groups = chart.render().get("PrometheusRule", "demo-sluice").at("/spec/groups");
        return Manifests.elements(groups)
                .flatMap(group -> Manifests.elements(group.path("rules")))
                .filter(rule -> rule.has("alert"))
                .collect(Collectors.toMap(
                        rule -> rule.path("alert").asText(),
                        rule -> rule,
                        (one, other) -> {
                            throw new AssertionError("two alerts of one name: " + one);
                        },
                        java.util.TreeMap::new));
    }

    @Test
    void monitorsScrapeGatewaysAndRoutersAndNothingElse() {
        JsonNode monitor = Chart.byDefault()
                .with("{metrics: {podMonitor: {enabled: true, labels: {release: prometheus}}}}")
                .render()
                .get("PodMonitor", "demo-sluice");
        assertThat(monitor.at("/metadata/labels/release").asText()).isEqualTo("prometheus");
        assertThat(monitor.at("/spec/selector/matchExpressions/0/values").toString())
                .isEqualTo("[\"gateway\",\"router\"]");
        assertThat(monitor.at("/spec/podMetricsEndpoints/0/port").asText()).isEqualTo("management");
        assertThat(monitor.at("/spec/podMetricsEndpoints/0/relabelings/0/targetLabel")
                        .asText())
                .isEqualTo("instance");
    }

    @Test
    void serviceMonitorBringsItsOwnServicesWithPodsThatDrain() {
        Manifests manifests = Chart.byDefault()
                .with("{metrics: {serviceMonitor: {enabled: true}}}")
                .render();
        for (String component : List.of("gateway", "router")) {
            JsonNode service = manifests.get("Service", "demo-sluice-" + component + "-management");
            assertThat(service.at("/spec/publishNotReadyAddresses").asBoolean()).isTrue();
            assertThat(service.at("/metadata/labels/app.kubernetes.io~1component")
                            .asText())
                    .isEqualTo(component);
        }
    }
}
