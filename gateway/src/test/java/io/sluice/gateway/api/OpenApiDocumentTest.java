package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.common.protocol.Payload;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The description that is served says what the code does, and everything that it does. */
class OpenApiDocumentTest {

    private static final Set<String> RESPONSES = Set.of("200", "400", "401", "404", "413", "416", "500");

    /** Part of requests, or of the answers of batches, where what is said about records does not hold. */
    private static final Set<String> BY_METHOD = Set.of("BatchCommand", "BatchReply");

    private final JsonNode document = read();
    private final JsonNode schemas = document.at("/components/schemas");

    @Test
    void itIsAnOpenApiDocumentOfVersion31() {
        assertThat(document.path("openapi").asText()).matches("3\\.1\\.\\d+");
        assertThat(document.at("/info/title").asText()).isNotBlank();
        assertThat(document.at("/info/version").asText()).isNotBlank();
        assertThat(names(document))
                .isSubsetOf("openapi", "info", "servers", "security", "paths", "components", "tags", "externalDocs");
        assertThat(names(document.path("components")))
                .containsExactlyInAnyOrder("schemas", "responses", "securitySchemes");
        for (JsonNode requirement : document.path("security")) {
            assertThat(names(document.at("/components/securitySchemes"))).containsAll(names(requirement));
        }
    }

    @Test
    void everyReferenceLeadsSomewhereAndEverythingIsReferredTo() {
        Set<String> references = new TreeSet<>();
        collectReferences(document, references);
        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            assertThat(reference).startsWith("#/");
            assertThat(document.at(reference.substring(1)).isObject()).isTrue();
        });
        for (String kind : List.of("schemas", "responses")) {
            assertThat(references)
                    .containsAll(names(document.at("/components/" + kind)).stream()
                            .map(name -> "#/components/" + kind + "/" + name)
                            .toList());
        }
    }

    @Test
    void itDescribesEveryMethodThatIsOfferedAndNoOther() {
        assertThat(names(document.path("paths")))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ApiMethod.values())
                        .filter(ApiMethod::offered)
                        .map(method -> "/" + method.wireName())
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(ApiMethod.class)
    void everyMethodIsAPostOfItsRequest(ApiMethod method) {
        if (!method.offered()) {
            return;
        }
        JsonNode path = document.path("paths").path("/" + method.wireName());
        assertThat(names(path)).containsExactly("post");
        JsonNode operation = path.path("post");
        assertThat(operation.path("operationId").asText()).isEqualTo(method.wireName());
        assertThat(operation.path("summary").asText()).isNotBlank();
        assertThat(operation
                        .at("/requestBody/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/" + method.request().getSimpleName() + "Request");
        assertThat(new TreeSet<>(names(operation.path("responses")))).isEqualTo(new TreeSet<>(RESPONSES));
    }

    @Test
    void everyFieldOfEveryRequestAndResultStandsInItWithItsType() {
        Map<String, Class<?>> records = records();
        for (Map.Entry<String, Class<?>> described : records.entrySet()) {
            JsonNode schema = schemas.path(described.getKey());
            assertThat(schema.path("type").asText()).as(described.getKey()).isEqualTo("object");
            Map<String, Map<String, String>> expected = new LinkedHashMap<>();
            Map<String, Map<String, String>> actual = new LinkedHashMap<>();
            for (RecordComponent component : described.getValue().getRecordComponents()) {
                expected.put(snakeCase(component.getName()), form(component.getGenericType(), records));
            }
            schema.path("properties")
                    .fields()
                    .forEachRemaining(field -> actual.put(field.getKey(), form(field.getValue())));
            assertThat(actual).as(described.getKey()).isEqualTo(expected);
            schema.path("required").forEach(name -> assertThat(actual).containsKey(name.asText()));
        }
        assertThat(names(schemas))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(records.keySet().stream(), BY_METHOD.stream())
                        .toList());
    }

    @Test
    void aBatchTakesEveryOtherMethod() {
        List<String> others = Arrays.stream(ApiMethod.values())
                .filter(method -> method.offered() && method.turn() != ApiMethod.Turn.WHOLE_REQUEST)
                .map(ApiMethod::wireName)
                .toList();
        JsonNode commands = schemas.at("/BatchCommand/properties");
        assertThat(names(commands)).containsExactlyInAnyOrderElementsOf(others);
        for (String method : others) {
            assertThat(commands.path(method).path("$ref").asText())
                    .isEqualTo("#/components/schemas/"
                            + ApiMethod.named(method).orElseThrow().request().getSimpleName() + "Request");
        }
    }

    @Test
    void fieldsAreExplained() {
        schemas.fields()
                .forEachRemaining(
                        schema -> schema.getValue().path("properties").fields().forEachRemaining(field -> {
                            if (!field.getValue().has("$ref")) {
                                assertThat(field.getValue().path("description").asText())
                                        .as(schema.getKey() + "." + field.getKey())
                                        .isNotBlank();
                            }
                        }));
    }

    /** The records that have a schema, by its name. */
    private static Map<String, Class<?>> records() {
        Map<String, Class<?>> records = new LinkedHashMap<>();
        Deque<Class<?>> open = new ArrayDeque<>();
        Set<Class<?>> seen = new LinkedHashSet<>(Set.of(BatchCommand.class));
        for (ApiMethod method : ApiMethod.values()) {
            if (method.offered()) {
                records.put(method.request().getSimpleName() + "Request", method.request());
                open.add(method.request());
            }
        }
        while (!open.isEmpty()) {
            for (RecordComponent component : open.remove().getRecordComponents()) {
                Class<?> type = component.getType();
                if (type.isRecord() && seen.add(type)) {
                    records.put(type.getSimpleName(), type);
                    open.add(type);
                }
            }
        }
        Set<Class<?>> parts = parts(ApiResults.class.getDeclaredClasses());
        for (Class<?> result : ApiResults.class.getDeclaredClasses()) {
            records.put(result.getSimpleName() + (isPart(result, parts) ? "" : "Result"), result);
        }
        return records;
    }

    /** Published stands by itself and inside broadcasts. */
    private static boolean isPart(Class<?> result, Set<Class<?>> parts) {
        return (parts.contains(result) && result != ApiResults.Published.class) || result == ApiResults.Response.class;
    }

    private static Set<Class<?>> parts(Class<?>... records) {
        return Arrays.stream(records)
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .map(component -> component.getGenericType() instanceof ParameterizedType generic
                        ? generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1]
                        : component.getType())
                .filter(type -> type instanceof Class<?> part && part.isRecord())
                .map(type -> (Class<?>) type)
                .collect(Collectors.toSet());
    }

    /** How a Java type stands in a schema. */
    private static Map<String, String> form(Type type, Map<String, Class<?>> records) {
        if (type instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            boolean list = generic.getRawType() == List.class;
            return Map.of(
                    "type", list ? "array" : "object", "of", form(last, records).toString());
        }
        if (type == String.class) {
            return Map.of("type", "string");
        }
        if (type == Boolean.class) {
            return Map.of("type", "boolean");
        }
        if (type == Integer.class || type == int.class) {
            return Map.of("type", "integer", "format", "int32");
        }
        if (type == Long.class || type == long.class) {
            return Map.of("type", "integer", "format", "int64");
        }
        if (type == Payload.class) {
            return Map.of();
        }
        if (type == BatchCommand.class) {
            return Map.of("$ref", "#/components/schemas/BatchCommand");
        }
        String name = records.entrySet().stream()
                .filter(entry -> entry.getValue() == type)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no schema for " + type));
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    private static Map<String, String> form(JsonNode schema) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String keyword : List.of("type", "format", "$ref")) {
            if (schema.has(keyword)) {
                form.put(keyword, schema.path(keyword).asText());
            }
        }
        for (String inner : List.of("items", "additionalProperties")) {
            if (schema.has(inner)) {
                form.put("of", Map.copyOf(form(schema.path(inner))).toString());
            }
        }
        return form;
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static void collectReferences(JsonNode node, Set<String> references) {
        if (node.has("$ref")) {
            references.add(node.path("$ref").asText());
        }
        node.forEach(child -> collectReferences(child, references));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    static JsonNode read() {
        try {
            return new ObjectMapper().readTree(ApiDocument.read().getBytes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
