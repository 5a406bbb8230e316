package io.sluice.common.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON with settings. It is read as JSON first, for its errors and its escapes, and then flattened by the reader of YAML,
 * which JSON is a part of.
 */
final class JsonText {

    private static final String ROOT = "root";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonText() {}

    /** The values of an object by key; a {@link ConfigException} tells line and column of an error. */
    static Map<String, String> object(String text) {
        JsonNode node = parse(text);
        if (!node.isObject() && !node.isMissingNode()) {
            throw new ConfigException("the root is not an object");
        }
        return flatten(node);
    }

    /** The values of an array under the key of a list, as {@link Layer#values} has them. */
    static Map<String, String> array(String list, String text) {
        JsonNode node = parse(text);
        if (!node.isArray()) {
            throw new ConfigException("it is not an array");
        }
        Map<String, String> values = new TreeMap<>();
        flatten(JsonNodeFactory.instance.objectNode().set(ROOT, node))
                .forEach((key, value) -> values.put(list + key.substring(ROOT.length()), value));
        return values;
    }

    private static Map<String, String> flatten(JsonNode node) {
        rejectEmptyElements(node);
        return new YamlConfigSource(ROOT, node.toString()).getProperties();
    }

    /** An element without a key would not be noticed further on, where only keys with values count. */
    private static void rejectEmptyElements(JsonNode node) {
        for (JsonNode child : node) {
            if (node.isArray() && child.isObject() && child.isEmpty()) {
                throw new ConfigException("an array has an empty element");
            }
            rejectEmptyElements(child);
        }
    }

    /** Says where an error is but not what stands there, which may be a secret. */
    private static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ConfigException(
                    "it is not JSON at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr(),
                    e);
        }
    }
}
