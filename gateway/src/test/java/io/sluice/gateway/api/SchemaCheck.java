package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;

/** Compares values with schemas, as far as the API's description uses them; a field that no schema names is a fault. */
record SchemaCheck(JsonNode document) {

    void check(JsonNode schema, JsonNode value, String where) {
        if (schema.has("$ref")) {
            check(document.at(schema.path("$ref").asText().substring(1)), value, where);
            return;
        }
        switch (schema.path("type").asText("any")) {
            case "object" -> checkObject(schema, value, where);
            case "array" -> {
                assertThat(value.isArray()).as(where).isTrue();
                value.forEach(item -> check(schema.path("items"), item, where + "[]"));
            }
            case "string" -> assertThat(value.isTextual()).as(where).isTrue();
            case "boolean" -> assertThat(value.isBoolean()).as(where).isTrue();
            case "integer" -> {
                assertThat(value.isIntegralNumber()).as(where).isTrue();
                assertThat(value.asLong())
                        .as(where)
                        .isGreaterThanOrEqualTo(schema.path("minimum").asLong(Long.MIN_VALUE));
            }
            case "any" -> assertThat(value.isMissingNode()).as(where).isFalse();
            default -> throw new AssertionError("a type that this check does not know: " + schema);
        }
    }

    private void checkObject(JsonNode schema, JsonNode value, String where) {
        assertThat(value.isObject()).as(where).isTrue();
        schema.path("required").forEach(name -> assertThat(value.has(name.asText()))
                .as(where + " has " + name)
                .isTrue());
        assertThat(value.size())
                .as(where)
                .isBetween(
                        schema.path("minProperties").asInt(0),
                        schema.path("maxProperties").asInt(Integer.MAX_VALUE));
        Iterator<Map.Entry<String, JsonNode>> fields = value.fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            JsonNode property = schema.path("properties").path(field.getKey());
            JsonNode known = property.isMissingNode() ? schema.path("additionalProperties") : property;
            assertThat(known.isObject())
                    .as(where + "." + field.getKey() + " is described")
                    .isTrue();
            check(known, field.getValue(), where + "." + field.getKey());
        }
    }
}
