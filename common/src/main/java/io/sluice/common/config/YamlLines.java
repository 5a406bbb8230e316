package io.sluice.common.config;

import java.io.StringReader;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The lines that keys stand on in a YAML text; finding them also finds keys that stand there twice. */
final class YamlLines {

    private final Map<String, Integer> lines = new HashMap<>();

    /** The nodes around the one being visited, by which an alias of one of them is known. */
    private final Set<Node> path = Collections.newSetFromMap(new IdentityHashMap<>());

    private YamlLines() {}

    /**
     * Lines by key, counted from 1.
     *
     * @throws ConfigException if the text is not a mapping, has a key twice, contains itself or has an empty mapping in a list
     * @throws org.yaml.snakeyaml.error.YAMLException if it is not YAML
     */
    static Map<String, Integer> of(String text) {
        Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
        YamlLines visitor = new YamlLines();
        if (root instanceof MappingNode mapping) {
            visitor.visit("", mapping);
        } else if (root != null) {
            throw new ConfigException("expected keys with values, but was a single value or a list");
        }
        return visitor.lines;
    }

    private void visit(String key, Node node) {
        if (!path.add(node)) {
            throw new ConfigException(key + " contains itself (line " + line(node) + ")");
        }
        if (node instanceof MappingNode mapping) {
            visitEntries(key.isEmpty() ? "" : key + ".", mapping.getValue());
        } else if (node instanceof SequenceNode sequence) {
            List<Node> elements = sequence.getValue();
            for (int i = 0; i < elements.size(); i++) {
                visitElement(key + "[" + i + "]", elements.get(i));
            }
        }
        path.remove(node);
    }

    /** An element without a key would not be noticed further on, where only keys with values count. */
    private void visitElement(String key, Node element) {
        if (element instanceof MappingNode mapping && mapping.getValue().isEmpty()) {
            throw new ConfigException(key + " is empty (line " + line(element) + ")");
        }
        lines.put(key, line(element));
        visit(key, element);
    }

    private void visitEntries(String prefix, List<NodeTuple> entries) {
        Set<String> seen = new HashSet<>();
        for (NodeTuple entry : entries) {
            if (entry.getKeyNode() instanceof ScalarNode name) {
                String key = prefix + name.getValue();
                if (!seen.add(key)) {
                    throw new ConfigException(key + " is set twice (again on line " + line(name) + ")");
                }
                lines.put(key, line(name));
                visit(key, entry.getValueNode());
            }
        }
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
