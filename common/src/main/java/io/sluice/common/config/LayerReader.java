package io.sluice.common.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Makes {@link Layer}s out of files, variables and overrides; every key in a layer is one of the schema. */
final class LayerReader {

    private final Schema schema;
    private final FileShapes shapes;

    LayerReader(Schema schema) {
        this.schema = schema;
        this.shapes = new FileShapes(schema);
    }

    /** Reads a file; what it says about settings in {@code lacking} is told to {@code report}, and no more. */
    Layer file(Path path, LackingSettings lacking, Consumer<String> report) {
        SettingsFile file = SettingsFile.read(path);
        Map<String, String> texts = shapes.fitted(without(lacking, file.values(), report));
        Map<String, String> values = checked(texts, file::origin);
        Set<String> lists = new HashSet<>();
        for (String key : values.keySet()) {
            if (key.contains("[")) {
                lists.add(key.substring(0, key.indexOf('[')));
            } else if (schema.isList(key)) {
                lists.add(key);
            }
        }
        return new Layer(values, lists, file::origin);
    }

    /** What is left of a file without what is lacking; an empty text there asks for nothing, so it is no loss. */
    private Map<String, String> without(LackingSettings lacking, Map<String, String> texts, Consumer<String> report) {
        Map<String, String> rest = new TreeMap<>();
        texts.forEach((key, text) -> {
            Optional<String> found =
                    schema.find(key) != null || schema.isElement(key) ? Optional.empty() : lacking.find(key);
            if (found.isEmpty()) {
                rest.put(key, text);
            } else if (!text.isBlank()) {
                report.accept(found.get());
            }
        });
        return rest;
    }

    /** Takes the variables of settings and leaves all others; an empty one counts as not set. */
    Layer environment(Map<String, String> variables) {
        UnaryOperator<String> origin = key -> "variable " + Schema.variable(key.replaceAll("\\[.*", ""));
        Map<String, String> values = new TreeMap<>();
        Set<String> lists = new HashSet<>();
        List<String> unknown = new ArrayList<>();
        variables.forEach((variable, text) -> {
            if (!Schema.isVariable(variable) || ServiceLink.is(variable, text) || text.isEmpty()) {
                return;
            }
            String key = schema.keyOf(variable);
            if (key == null) {
                unknown.add("unknown variable " + variable + nearest(variable, schema.variables()));
                return;
            }
            values.putAll(checked(assign(key, text, origin), origin));
            lists.add(key);
        });
        failIfAny(unknown);
        return new Layer(values, lists, origin);
    }

    /** One setting, or one of a list's elements, or a part of one; a list without an index is given as a whole. */
    Layer override(String key, String text) {
        UnaryOperator<String> origin = any -> "command line";
        Map<String, String> values = checked(assign(key, text, origin), origin);
        return new Layer(values, schema.isList(key) ? Set.of(key) : Set.of(), origin);
    }

    /** A text that stands for a list is taken apart. */
    private Map<String, String> assign(String key, String text, UnaryOperator<String> origin) {
        if (!schema.isList(key)) {
            return Map.of(key, text);
        }
        boolean records = schema.find(key) instanceof Member.Repeated;
        try {
            return records || text.startsWith("[") ? JsonText.array(key, text) : CommaSeparated.read(key, text);
        } catch (ConfigException e) {
            String expected = records ? "a JSON array of objects" : "values separated by commas or a JSON array";
            throw new ConfigException(
                    key + ": expected " + expected + " (" + origin.apply(key) + "), but " + e.getMessage(), e);
        }
    }

    /** Refuses what is not a setting, and gives each element of a list a key of its own. */
    private Map<String, String> checked(Map<String, String> texts, UnaryOperator<String> origin) {
        failIfAny(texts.entrySet().stream()
                .flatMap(entry -> problem(entry.getKey(), entry.getValue(), origin).stream())
                .toList());
        Map<String, String> values = new TreeMap<>();
        texts.forEach((key, text) -> {
            if (schema.find(key) instanceof Member.Nested) {
                return;
            }
            if (!schema.isList(key)) {
                values.put(key, text);
            } else if (!texts.containsKey(key + "[0]")) {
                values.putAll(CommaSeparated.read(key, text));
            }
        });
        return values;
    }

    private Optional<String> problem(String key, String text, UnaryOperator<String> origin) {
        Member member = schema.find(key);
        String where = " (" + origin.apply(key) + ")";
        if (member == null && schema.isElementOfSingle(key)) {
            return Optional.of(key + ": expected one value, but was a list" + where);
        }
        if (member == null && !schema.isElement(key)) {
            return Optional.of("unknown setting " + key + where
                    + nearest(Schema.template(key), schema.members().keySet()));
        }
        if (member instanceof Member.Nested && !text.isBlank()) {
            return Optional.of(key + ": expected settings inside this section, but was a value" + where);
        }
        if (member instanceof Member.Repeated && !text.isBlank()) {
            return Optional.of(key + ": expected a list of sections, but was a value" + where);
        }
        return Optional.empty();
    }

    private static String nearest(String name, Collection<String> known) {
        return NearestName.of(name, known)
                .map(near -> ", the nearest known is " + near)
                .orElse("");
    }

    private static void failIfAny(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join("; ", problems));
        }
    }
}
