package io.sluice.common.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What one source of settings says.
 *
 * @param values texts by key; a list has a key for each element, and itself as a key only if it is empty
 * @param lists the lists that this source gives as a whole, so that nothing remains of what a lower source says of them
 * @param origin for a key, where its value stands, for messages
 */
record Layer(Map<String, String> values, Set<String> lists, UnaryOperator<String> origin) {

    /** This layer without what a layer above it replaces. */
    Layer under(Layer above) {
        Map<String, String> rest = new TreeMap<>(values);
        rest.keySet().removeIf(above::replaces);
        return new Layer(rest, lists, origin);
    }

    private boolean replaces(String key) {
        return lists.stream().anyMatch(list -> key.equals(list) || key.startsWith(list + "["));
    }
}
