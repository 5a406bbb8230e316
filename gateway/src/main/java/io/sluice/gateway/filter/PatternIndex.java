package io.sluice.gateway.filter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Patterns of channel names, each with a value, so that those which match a name are found without trying all: only patterns are
 * tried whose text up to the first star is how the name begins.
 *
 * <p>Threading: none of its own; whoever holds it sees to it that no two threads are in it.
 *
 * <p>Limits: as many patterns as its holder adds, each of which takes a small table for each character before its first star that
 * no other pattern shares.
 *
 * @param <T> what is found
 */
public final class PatternIndex<T> {

    private final Node<T> root = new Node<>();
    private final Map<String, WildcardPattern> patterns = new HashMap<>();

    /** Patterns that have the same text before their first star, in a tree by the characters of that text. */
    private static final class Node<T> {

        private final Map<Character, Node<T>> children = new HashMap<>(2);
        private final Map<WildcardPattern, T> values = new LinkedHashMap<>(2);

        boolean isEmpty() {
            return children.isEmpty() && values.isEmpty();
        }
    }

    /** Adds a pattern; one that is there already gets the new value. */
    public void add(String pattern, T value) {
        WildcardPattern compiled = patterns.computeIfAbsent(pattern, WildcardPattern::new);
        Node<T> node = root;
        String prefix = compiled.prefix();
        for (int i = 0; i < prefix.length(); i++) {
            node = node.children.computeIfAbsent(prefix.charAt(i), next -> new Node<>());
        }
        node.values.put(compiled, value);
    }

    /** Takes a pattern away; an unknown one is no error. */
    public void remove(String pattern) {
        WildcardPattern compiled = patterns.remove(pattern);
        if (compiled != null) {
            remove(root, compiled, 0);
        }
    }

    /** Not deeper than a channel's name is long. */
    private void remove(Node<T> node, WildcardPattern pattern, int depth) {
        if (depth == pattern.prefix().length()) {
            node.values.remove(pattern);
            return;
        }
        char next = pattern.prefix().charAt(depth);
        Node<T> child = node.children.get(next);
        if (child == null) {
            throw new IllegalStateException("expected a path to every pattern");
        }
        remove(child, pattern, depth + 1);
        if (child.isEmpty()) {
            node.children.remove(next);
        }
    }

    /** The values of all patterns that {@code name} matches, those with shorter texts before their stars first. */
    public List<T> matching(String name) {
        List<T> found = new ArrayList<>(2);
        @Nullable Node<T> node = root;
        for (int depth = 0; node != null; depth++) {
            node.values.forEach((pattern, value) -> {
                if (pattern.matches(name)) {
                    found.add(value);
                }
            });
            node = depth < name.length() ? node.children.get(name.charAt(depth)) : null;
        }
        return found;
    }

    /** All patterns, as a copy and in no order. */
    public List<String> patterns() {
        return List.copyOf(patterns.keySet());
    }

    /** How many patterns there are. */
    public int size() {
        return patterns.size();
    }

    public boolean isEmpty() {
        return patterns.isEmpty();
    }
}
