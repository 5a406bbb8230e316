package io.sluice.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What names what: selectors, ports, Services, and names of two releases beside each other. */
class WiringTest {

    static List<Path> files() {
        return Chart.valuesFiles();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everySelectorFindsThePodsOfOneComponent(Path file) {
        Manifests manifests = Chart.of(file).render();
        for (JsonNode object : manifests.objects()) {
            selector(object).ifPresent(selector -> {
                List<String> found = templates(manifests)
                        .filter(pod -> pod.getValue().entrySet().containsAll(selector.entrySet()))
                        .map(Map.Entry::getKey)
                        .toList();
                assertThat(found)
                        .as("%s %s", Manifests.kind(object), Manifests.name(object))
                        .hasSize(1);
            });
        }
    }

    private static java.util.Optional<Map<String, String>> selector(JsonNode object) {
        JsonNode selector =
                switch (Manifests.kind(object)) {
                    case "Service" -> object.at("/spec/selector");
                    case "Deployment", "StatefulSet", "PodDisruptionBudget" -> object.at("/spec/selector/matchLabels");
                    case "NetworkPolicy" -> object.at("/spec/podSelector/matchLabels");
                    default -> com.fasterxml.jackson.databind.node.MissingNode.getInstance();
                };
        return selector.isObject() ? java.util.Optional.of(Yaml.texts(selector)) : java.util.Optional.empty();
    }

    /** Name of the owner and labels of its pods. */
    private static Stream<Map.Entry<String, Map<String, String>>> templates(Manifests manifests) {
        return manifests.objects().stream()
                .filter(object -> object.at("/spec/template/spec").isObject())
                .map(object ->
                        Map.entry(Manifests.name(object), Yaml.texts(object.at("/spec/template/metadata/labels"))));
    }

    @ParameterizedTest
    @MethodSource("files")
    void selectorsHaveNothingThatChangesWithTheVersion(Path file) {
        Chart.of(file).render().objects().forEach(object -> selector(object).ifPresent(selector -> assertThat(selector)
                .containsOnlyKeys(
                        "app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component")));
    }

    @ParameterizedTest
    @MethodSource("files")
    void portsOfServicesAndPoliciesAreThoseOfThePods(Path file) {
        Manifests manifests = Chart.of(file).render();
        for (JsonNode object : manifests.objects()) {
            Stream<String> named =
                    switch (Manifests.kind(object)) {
                        case "Service" ->
                            Manifests.elements(object.at("/spec/ports"))
                                    .map(port -> port.path("targetPort").asText());
                        case "NetworkPolicy" ->
                            Manifests.elements(object.at("/spec/ingress"))
                                    .flatMap(rule -> Manifests.elements(rule.path("ports")))
                                    .map(port -> port.path("port").asText());
                        default -> Stream.empty();
                    };
            named.filter(port -> !port.isEmpty()).forEach(port -> assertThat(portsOf(manifests, object))
                    .as("%s %s", Manifests.kind(object), Manifests.name(object))
                    .contains(port));
        }
    }

    private static Set<String> portsOf(Manifests manifests, JsonNode object) {
        Map<String, String> selector = selector(object).orElseThrow();
        return manifests.objects().stream()
                .filter(owner -> owner.at("/spec/template/spec").isObject())
                .filter(owner -> Yaml.texts(owner.at("/spec/template/metadata/labels"))
                        .entrySet()
                        .containsAll(selector.entrySet()))
                .flatMap(owner -> Manifests.elements(owner.at("/spec/template/spec/containers/0/ports")))
                .map(port -> port.path("name").asText())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyObjectOfTheChartHasTheUsualLabels(Path file) {
        Chart chart = Chart.of(file);
        chart.render().objects().stream()
                .filter(object -> !Manifests.name(object).startsWith("my-"))
                .filter(object -> !Manifests.name(object).endsWith("-more"))
                .forEach(object -> assertThat(Yaml.texts(object.at("/metadata/labels")))
                        .as("%s %s", Manifests.kind(object), Manifests.name(object))
                        .containsKeys("helm.sh/chart", "app.kubernetes.io/version", "app.kubernetes.io/component")
                        .containsEntry("app.kubernetes.io/managed-by", "Helm")
                        .containsAllEntriesOf(Yaml.texts(chart.values().path("commonLabels"))));
    }

    @ParameterizedTest
    @MethodSource("files")
    void twoReleasesInOneNamespaceHaveNothingInCommon(Path file) {
        Chart chart = Chart.of(file).with("{fullnameOverride: '', extraObjects: []}");
        Manifests one = chart.named("one").render();
        Manifests two = chart.named("two").render();
        assertThat(names(one)).doesNotContainAnyElementsOf(names(two));
        Stream<Map<String, String>> ofOne = one.objects().stream().flatMap(object -> selector(object).stream());
        ofOne.forEach(selector -> assertThat(templates(two))
                .noneMatch(pod -> pod.getValue().entrySet().containsAll(selector.entrySet())));
    }

    private static List<String> names(Manifests manifests) {
        return manifests.objects().stream()
                .map(object -> Manifests.kind(object) + " " + Manifests.name(object))
                .toList();
    }

    @Test
    void twoReleasesOnOneRedisUseDifferentKeys() {
        Chart chart = Chart.byDefault().with("{redis: {mode: external, external: {address: 'redis://r:6379'}}}");
        String one = Yaml.at(chart.named("one").render().settings("one-sluice-gateway"), "engine.redis.prefix")
                .asText();
        assertThat(one).isEqualTo("one-sluice");
        assertThat(Yaml.at(chart.named("one").render().settings("one-sluice-router"), "redis.prefix")
                        .asText())
                .isEqualTo(one);
    }

    @Test
    void longestNameOfAReleaseStaysWithinTheLimits() {
        String longest = "a-release-with-a-name-of-as-much-as-fifty-three-chars";
        assertThat(longest).hasSize(53);
        Chart chart = Chart.byDefault()
                .with(
                        "{metrics: {serviceMonitor: {enabled: true}}, router: {discovery: dns}, secrets: {generate: true}}");
        Manifests manifests = chart.named(longest).render();
        manifests.objects().forEach(object -> {
            assertThat(Manifests.name(object)).hasSizeLessThanOrEqualTo(63);
            Yaml.texts(object.at("/metadata/labels")).values().forEach(label -> assertThat(label)
                    .hasSizeLessThanOrEqualTo(63));
        });
        // A StatefulSet's name and a hash of ten characters are a label together.
        assertThat(Manifests.name(manifests.ofKind("StatefulSet").get(0))).hasSizeLessThanOrEqualTo(52);
        String sibling = longest.substring(0, 52) + "x";
        assertThat(names(chart.named(sibling).render())).doesNotContainAnyElementsOf(names(manifests));
    }

    @Test
    void backEndsReachGatewaysAndClientsReachRouters() {
        Manifests manifests = Chart.byDefault().render();
        assertThat(manifests
                        .get("Service", "demo-sluice-router")
                        .at("/spec/ports/0/port")
                        .asInt())
                .isEqualTo(80);
        assertThat(manifests
                        .get("Service", "demo-sluice-gateway")
                        .at("/spec/ports/0/targetPort")
                        .asText())
                .isEqualTo("http");
        assertThat(manifests.ofKind("Service"))
                .as("the management port is on no Service that clients can reach")
                .noneMatch(service -> service.at("/spec/ports").toString().contains("management"));
    }

    @Test
    void routersFindGatewaysInAllThreeWays() {
        JsonNode registry = Chart.byDefault().render().settings("demo-sluice-router");
        assertThat(Yaml.at(registry, "redis.address").asText()).isEqualTo("redis://demo-sluice-redis:6379");
        Manifests dns = Chart.byDefault().with("{router: {discovery: dns}}").render();
        String name = Yaml.at(dns.settings("demo-sluice-router"), "dns.name").asText();
        assertThat(dns.get("Service", name).at("/spec/clusterIP").asText()).isEqualTo("None");
        Manifests kubernetes =
                Chart.byDefault().with("{router: {discovery: kubernetes}}").render();
        JsonNode service = kubernetes.get(
                "Service",
                Yaml.at(kubernetes.settings("demo-sluice-router"), "kubernetes.service")
                        .asText());
        assertThat(service.at("/spec/ports/0/name").asText())
                .isEqualTo(Yaml.at(kubernetes.settings("demo-sluice-router"), "kubernetes.port_name")
                        .asText());
        assertThat(kubernetes.get("Role", "demo-sluice-router").at("/rules").size())
                .isOne();
        assertThat(kubernetes
                        .get("RoleBinding", "demo-sluice-router")
                        .at("/subjects/0/name")
                        .asText())
                .isEqualTo(kubernetes
                        .get("Deployment", "demo-sluice-router")
                        .at("/spec/template/spec/serviceAccountName")
                        .asText());
    }
}
