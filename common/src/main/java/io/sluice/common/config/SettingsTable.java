package io.sluice.common.config;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes all settings of a program as a table in Markdown. */
final class SettingsTable {

    private static final String NONE = "";

    private SettingsTable() {}

    static String document(Schema schema) {
        return Stream.concat(
                        Stream.of(
                                row(List.of("Setting", "Type", "Default", "Variable", "Meaning")),
                                "|---|---|---|---|---|"),
                        schema.members().entrySet().stream()
                                .filter(entry -> !(entry.getValue() instanceof Member.Nested))
                                .map(entry -> row(cells(entry.getKey(), entry.getValue()))))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static List<String> cells(String key, Member member) {
        String variable = key.contains("[") ? NONE : code(Schema.variable(key));
        if (member instanceof Member.Value value) {
            String type = value.type().title() + (value.secret() ? ", secret" : "");
            return List.of(code(key), type, code(value.defaultText()), variable, member.doc());
        }
        return List.of(code(key), "list of sections", NONE, variable, member.doc());
    }

    private static String row(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.replace("|", "\\|").replaceAll("\\s*\\R\\s*", " "))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String code(String text) {
        return text.isEmpty() ? NONE : "`" + text + "`";
    }
}
