package io.sluice.common.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A list of values in one text, separated by commas; blanks around the values and empty values are dropped. */
final class CommaSeparated {

    private CommaSeparated() {}

    static List<String> read(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    /** The elements by key, as {@link Layer#values} has them. */
    static Map<String, String> read(String list, String text) {
        List<String> elements = read(text);
        if (elements.isEmpty()) {
            return Map.of(list, "");
        }
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < elements.size(); i++) {
            values.put(list + "[" + i + "]", elements.get(i));
        }
        return values;
    }
}
