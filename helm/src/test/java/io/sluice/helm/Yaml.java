package io.sluice.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** Texts in YAML as trees, and what tests do with them. */
final class Yaml {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Yaml() {}

    /** The only document of a text, its anchors resolved. */
    static JsonNode parse(String text) {
        return MAPPER.valueToTree(new org.yaml.snakeyaml.Yaml().load(text));
    }

    /** The documents of a stream, the empty ones left out. */
    static List<JsonNode> documents(String text) {
        return StreamSupport.stream(new org.yaml.snakeyaml.Yaml().loadAll(text).spliterator(), false)
                .map(MAPPER::<JsonNode>valueToTree)
                .filter(JsonNode::isObject)
                .toList();
    }

    /** Puts all of {@code from} into {@code into}, mappings into mappings. */
    static void merge(ObjectNode into, ObjectNode from) {
        from.properties().forEach(entry -> {
            if (into.get(entry.getKey()) instanceof ObjectNode below && entry.getValue() instanceof ObjectNode more) {
                merge(below, more);
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        });
    }

    /** The value below keys joined by dots; missing if there is none. */
    static JsonNode at(JsonNode node, String path) {
        JsonNode found = node;
        for (String key : path.split("\\.")) {
            found = found.path(key);
        }
        return found;
    }

    /** A mapping of texts. */
    static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new TreeMap<>();
        node.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }
}
