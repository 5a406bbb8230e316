package io.sluice.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The objects of one rendering. */
record Manifests(List<JsonNode> objects) {

    static Manifests parse(String text) {
        return new Manifests(Yaml.documents(text));
    }

    Manifests and(List<JsonNode> more) {
        return new Manifests(Stream.concat(objects.stream(), more.stream()).toList());
    }

    static String kind(JsonNode object) {
        return object.path("kind").asText();
    }

    static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    List<JsonNode> ofKind(String kind) {
        return objects.stream().filter(object -> kind(object).equals(kind)).toList();
    }

    Optional<JsonNode> find(String kind, String name) {
        return ofKind(kind).stream().filter(object -> name(object).equals(name)).findFirst();
    }

    JsonNode get(String kind, String name) {
        return find(kind, name)
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " in "
                        + objects.stream().map(o -> kind(o) + " " + name(o)).toList()));
    }

    /** The specifications of all pods, by the name of their object. */
    Stream<Map.Entry<String, JsonNode>> pods() {
        return objects.stream()
                .filter(object -> List.of("Deployment", "StatefulSet", "Pod").contains(kind(object)))
                .map(object -> Map.entry(
                        kind(object) + " " + name(object),
                        kind(object).equals("Pod")
                                ? object.path("spec")
                                : object.path("spec").path("template").path("spec")));
    }

    /** The only container of a Deployment that is not a sidecar: the first one. */
    JsonNode container(String deployment) {
        return get("Deployment", deployment)
                .path("spec")
                .path("template")
                .path("spec")
                .path("containers")
                .path(0);
    }

    /** A variable of that container; missing if it has none of this name. */
    JsonNode variable(String deployment, String name) {
        return elements(container(deployment).path("env"))
                .filter(variable -> variable.path("name").asText().equals(name))
                .findFirst()
                .orElseGet(com.fasterxml.jackson.databind.node.MissingNode::getInstance);
    }

    /** The settings in a component's ConfigMap. */
    JsonNode settings(String configMap) {
        return Yaml.parse(
                get("ConfigMap", configMap).path("data").path("config.yaml").asText());
    }
}
