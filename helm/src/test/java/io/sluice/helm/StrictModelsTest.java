package io.sluice.helm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check that all others stand on notices mistakes. */
class StrictModelsTest {

    private static final Manifests ALL = new Manifests(Chart.valuesFiles().stream()
            .flatMap(file -> Chart.of(file).render().objects().stream())
            .toList());

    @ParameterizedTest
    @CsvSource({
        "Deployment, spec.template.spec, securityContex",
        "Service, spec, trafficDistributio",
        "NetworkPolicy, spec, egres",
        "HorizontalPodAutoscaler, spec, behaviour",
        "PodMonitor, spec, podMetricsEndpoint",
        "ServiceMonitor, spec.selector, matchLabel",
        "PrometheusRule, spec, group",
        "HTTPRoute, spec, hostname",
        "ScaledObject, spec, trigger",
    })
    void misspeltFieldIsFound(String kind, String path, String field) {
        JsonNode object = ALL.ofKind(kind).get(0).deepCopy();
        ((ObjectNode) Yaml.at(object, path)).put(field, "wrong");
        assertThatThrownBy(() -> StrictModels.check(object)).hasMessageContaining(field);
    }

    @Test
    void textInPlaceOfNumberIsFound() {
        JsonNode object = ALL.ofKind("Deployment").get(0).deepCopy();
        ((ObjectNode) object.path("spec")).put("replicas", "two");
        assertThatThrownBy(() -> StrictModels.check(object)).hasMessageContaining("two");
    }

    @Test
    void kindWithoutModelIsRefused() {
        JsonNode object = Yaml.parse("{apiVersion: example.com/v1, kind: Deployment, metadata: {name: x}}");
        assertThatThrownBy(() -> StrictModels.check(object)).hasMessageContaining("there is no model");
    }
}
