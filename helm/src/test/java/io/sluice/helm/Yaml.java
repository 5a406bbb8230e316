package io.sluice.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Texts in YAML as trees, and what tests do with them. */
final class Yaml {

    private static final ObjectMapper MAPPER = new ObjectMapper(new YAMLFactory());

    private Yaml() {}

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** The documents of a stream, the empty ones left out. */
    static List<JsonNode> documents(String text) {
        try (var documents = MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            return documents.readAll().stream().filter(JsonNode::isObject).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
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
        node.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }
}
