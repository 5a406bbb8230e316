package io.sluice.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code values.yaml} says of itself: each value that users set as a whole, with its default and its meaning. */
final class ValuesTree {

    /** What a row of the README's table is about. */
    record Value(String path, JsonNode byDefault, String meaning) {}

    private static final Pattern KEY = Pattern.compile("^( *)([A-Za-z]+):( .*)?$");
    private static final String MEANING = "# -- ";

    private ValuesTree() {}

    /** Every key with a comment that begins with {@code # --}, in their order. */
    static List<Value> documented() {
        String text = Chart.read(Chart.DIRECTORY.resolve("values.yaml"));
        JsonNode tree = Yaml.parse(text);
        List<Value> values = new ArrayList<>();
        List<String> above = new ArrayList<>();
        String meaning = "";
        for (String line : text.split("\n")) {
            Matcher key = KEY.matcher(line);
            if (line.strip().startsWith(MEANING)) {
                meaning = line.strip().substring(MEANING.length());
            } else if (key.matches()) {
                int depth = key.group(1).length() / 2;
                above = new ArrayList<>(above.subList(0, Math.min(depth, above.size())));
                above.add(key.group(2));
                if (!meaning.isEmpty()) {
                    String path = String.join(".", above);
                    values.add(new Value(path, Yaml.at(tree, path), meaning));
                    meaning = "";
                }
            }
        }
        return values;
    }

    /** The paths of all values that are no mappings, or empty ones. */
    static List<String> leaves() {
        List<String> leaves = new ArrayList<>();
        collect("", Yaml.parse(Chart.read(Chart.DIRECTORY.resolve("values.yaml"))), leaves);
        return leaves;
    }

    private static void collect(String path, JsonNode node, List<String> leaves) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties()
                    .forEach(entry -> collect(
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue(), leaves));
        } else {
            leaves.add(path);
        }
    }
}
