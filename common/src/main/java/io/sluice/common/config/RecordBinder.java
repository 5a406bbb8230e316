package io.sluice.common.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes settings records out of the texts of all sources. */
final class RecordBinder {

    private final Layers layers;

    RecordBinder(Layers layers) {
        this.layers = layers;
    }

    /** The record of the root section; throws {@link ConfigException} at the first value that is not valid. */
    Record bind(Section root) {
        return bind(root, "");
    }

    private Record bind(Section section, String key) {
        @Nullable
        Object[] values = section.members().stream()
                .map(member -> value(member, key.isEmpty() ? member.name() : key + "." + member.name()))
                .toArray();
        try {
            return section.create(values);
        } catch (IllegalArgumentException e) {
            throw new ConfigException((key.isEmpty() ? "settings" : key) + ": " + e.getMessage(), e);
        }
    }

    @Nullable
    private Object value(Member member, String key) {
        if (member instanceof Member.Nested nested) {
            return bind(nested.section(), key);
        }
        if (member instanceof Member.Repeated repeated) {
            return elements(repeated, key);
        }
        Member.Value value = (Member.Value) member;
        return value.type().isList() ? elements(value, key) : single(value, key);
    }

    private List<Record> elements(Member.Repeated member, String key) {
        List<Record> elements = new ArrayList<>();
        for (int i = 0; i < layers.size(key); i++) {
            elements.add(bind(member.element(), key + "[" + i + "]"));
        }
        return List.copyOf(elements);
    }

    private List<Object> elements(Member.Value member, String key) {
        List<Object> elements = new ArrayList<>();
        int size = layers.size(key);
        for (int i = 0; i < size; i++) {
            String element = key + "[" + i + "]";
            elements.add(parse(member, element, String.valueOf(layers.text(element))));
        }
        if (size == 0 && layers.text(key) == null) {
            CommaSeparated.read(member.defaultText()).forEach(text -> elements.add(parse(member, key, text)));
        }
        return List.copyOf(elements);
    }

    @Nullable
    private Object single(Member.Value member, String key) {
        String given = layers.text(key);
        boolean isEnum = member.type().scalar().type().isEnum();
        String text = given == null || (isEnum && given.isEmpty()) ? member.defaultText() : given;
        if (!text.isEmpty() || member.type().takesEmptyText()) {
            Object value = parse(member, key, text);
            return member.type().shape() == ValueType.Shape.OPTIONAL ? Optional.of(value) : value;
        }
        return switch (member.type().shape()) {
            case OPTIONAL -> Optional.empty();
            case NULLABLE -> null;
            case REQUIRED, LIST -> throw missing(member, key, given);
        };
    }

    private Object parse(Member.Value member, String key, String text) {
        Scalar scalar = member.type().scalar();
        try {
            return scalar.parse(layers.config(), text);
        } catch (IllegalArgumentException e) {
            String shown = member.secret() ? Redaction.shown(true, text) : "\"" + Redaction.shown(false, text) + "\"";
            throw new ConfigException(
                    key + ": expected " + scalar.expectation() + ", but was " + shown + " (" + layers.origin(key) + ")",
                    e);
        }
    }

    private ConfigException missing(Member.Value member, String key, @Nullable String given) {
        String expected = key + ": expected " + member.type().scalar().expectation();
        return new ConfigException(
                given == null
                        ? expected + ", but it is not set"
                        : expected + ", but was empty (" + layers.origin(key) + ")");
    }
}
