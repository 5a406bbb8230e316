package io.sluice.common.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes settings as YAML that a settings file may contain, except that secrets are redacted. */
final class SettingsYaml {

    private SettingsYaml() {}

    static String print(Section root, Record settings) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setSplitLines(false);
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
        return new Yaml(options).dump(tree(root, settings));
    }

    private static Map<String, @Nullable Object> tree(Section section, Record settings) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        for (int i = 0; i < section.members().size(); i++) {
            Member member = section.members().get(i);
            tree.put(member.name(), node(member, section.read(settings, i)));
        }
        return tree;
    }

    @Nullable
    private static Object node(Member member, @Nullable Object value) {
        if (member instanceof Member.Nested nested && value instanceof Record settings) {
            return tree(nested.section(), settings);
        }
        if (member instanceof Member.Repeated repeated && value instanceof List<?> elements) {
            return elements.stream()
                    .map(element -> tree(repeated.element(), (Record) element))
                    .collect(Collectors.toCollection(ArrayList::new));
        }
        return leaf((Member.Value) member, value);
    }

    @Nullable
    private static Object leaf(Member.Value member, @Nullable Object value) {
        Object present = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (present == null) {
            return null;
        }
        if (present instanceof List<?> elements) {
            // A list of its own each time: YAML would write the second use of the same object as an alias.
            return elements.stream()
                    .map(element -> scalar(member, element))
                    .collect(Collectors.toCollection(ArrayList::new));
        }
        return scalar(member, present);
    }

    private static Object scalar(Member.Value member, Object value) {
        Object printed = member.type().scalar().print(value);
        boolean shownAsItIs = !member.secret() && (printed instanceof Number || printed instanceof Boolean);
        return shownAsItIs ? printed : Redaction.shown(member.secret(), printed.toString());
    }
}
