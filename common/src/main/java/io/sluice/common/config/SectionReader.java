package io.sluice.common.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes {@link Section}s out of record classes. Every fault it finds is one of the program and not of an operator. */
final class SectionReader {

    private SectionReader() {}

    /** Throws {@link IllegalArgumentException} if the record cannot hold settings. */
    static Section read(Class<? extends Record> type) {
        return read(type, Map.of());
    }

    /**
     * Reads a record.
     *
     * @param defaults by key relative to this section, in place of what is said on the record
     */
    private static Section read(Class<? extends Record> type, Map<String, String> defaults) {
        Set<String> unused = new HashSet<>(defaults.keySet());
        List<Member> members = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = snakeCase(component.getName());
            members.add(member(type, component, name, defaults));
            unused.removeIf(key -> key.equals(name) || key.startsWith(name + "."));
        }
        if (!unused.isEmpty()) {
            throw new IllegalArgumentException(type.getName() + " has no settings " + unused);
        }
        return new Section(type, members);
    }

    private static Member member(Class<?> owner, RecordComponent component, String name, Map<String, String> defaults) {
        Setting setting = component.getAnnotation(Setting.class);
        String doc = setting == null ? "" : setting.doc();
        if (component.getType().isRecord()) {
            Class<? extends Record> nested = component.getType().asSubclass(Record.class);
            return new Member.Nested(name, read(nested, nestedDefaults(setting, name, defaults)), doc);
        }
        if (component.getType().equals(List.class)
                && ValueType.argument(component).isRecord()) {
            Class<? extends Record> element = ValueType.argument(component).asSubclass(Record.class);
            return new Member.Repeated(name, read(element), doc);
        }
        if (setting == null) {
            throw new IllegalArgumentException(
                    "component " + component.getName() + " of " + owner.getName() + " lacks @Setting");
        }
        String defaultText = defaults.getOrDefault(name, setting.value());
        return new Member.Value(name, ValueType.of(component), defaultText, setting.secret(), doc);
    }

    /** What the component says about the section, overruled by what a section around it says. */
    private static Map<String, String> nestedDefaults(
            @Nullable Setting setting, String name, Map<String, String> outer) {
        Map<String, String> defaults = new HashMap<>();
        for (String entry : setting == null ? new String[0] : setting.defaults()) {
            String[] keyAndValue = entry.split("=", 2);
            if (keyAndValue.length != 2) {
                throw new IllegalArgumentException("expected key=value as a default of " + name + ", but was " + entry);
            }
            defaults.put(keyAndValue[0], keyAndValue[1]);
        }
        outer.forEach((key, value) -> {
            if (key.startsWith(name + ".")) {
                defaults.put(key.substring(name.length() + 1), value);
            }
        });
        return defaults;
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
