package io.sluice.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields of KEDA's ScaledObject that the chart may use, written by hand, because there is no model of it for Java. */
final class ScaledObjectFields {

    private static final Map<String, Set<String>> OPTIONAL = Map.of(
            "spec",
                    Set.of(
                            "scaleTargetRef",
                            "pollingInterval",
                            "cooldownPeriod",
                            "minReplicaCount",
                            "maxReplicaCount",
                            "fallback",
                            "advanced",
                            "triggers"),
            "spec.scaleTargetRef", Set.of("apiVersion", "kind", "name", "envSourceContainerName"),
            "spec.fallback", Set.of("failureThreshold", "replicas", "behavior"),
            "spec.advanced", Set.of("restoreToOriginalReplicaCount", "horizontalPodAutoscalerConfig"),
            "spec.advanced.horizontalPodAutoscalerConfig", Set.of("name", "behavior"),
            "trigger", Set.of("type", "name", "metadata", "authenticationRef", "metricType", "useCachedMetrics"),
            "trigger.metadata",
                    Set.of(
                            "serverAddress",
                            "query",
                            "threshold",
                            "activationThreshold",
                            "namespace",
                            "ignoreNullValues",
                            "authModes",
                            "unsafeSsl"),
            "trigger.authenticationRef", Set.of("name", "kind"));

    private static final List<String> NEEDED = List.of("serverAddress", "query", "threshold");

    private ScaledObjectFields() {}

    static void check(JsonNode object) {
        for (String path : List.of(
                "spec",
                "spec.scaleTargetRef",
                "spec.fallback",
                "spec.advanced",
                "spec.advanced.horizontalPodAutoscalerConfig")) {
            known(path, Yaml.at(object, path));
        }
        Manifests.elements(Yaml.at(object, "spec.triggers")).forEach(trigger -> {
            known("trigger", trigger);
            known("trigger.metadata", trigger.path("metadata"));
            known("trigger.authenticationRef", trigger.path("authenticationRef"));
            for (String field : NEEDED) {
                require(!trigger.path("metadata").path(field).asText().isEmpty(), "trigger.metadata lacks " + field);
            }
            trigger.path("metadata")
                    .properties()
                    .forEach(entry -> require(entry.getValue().isTextual(), entry.getKey() + " has to be text"));
        });
        for (String count : List.of("pollingInterval", "minReplicaCount", "maxReplicaCount")) {
            require(Yaml.at(object, "spec." + count).isInt(), count + " has to be a whole number");
        }
        require(Yaml.at(object, "spec.triggers").size() > 0, "there are no triggers");
    }

    private static void known(String path, JsonNode node) {
        node.fieldNames()
                .forEachRemaining(field -> require(
                        OPTIONAL.getOrDefault(path, Set.of()).contains(field), path + " has no field " + field));
    }

    private static void require(boolean fact, String otherwise) {
        if (!fact) {
            throw new AssertionError(otherwise);
        }
    }
}
