package io.sluice.gateway.filter;

import io.sluice.common.protocol.FilterNode;
import java.util.List;

/** Filters as clients send them, in few characters. */
final class FilterNodes {

    private FilterNodes() {}

    static FilterNode leaf(String key, String cmp, String val) {
        return new FilterNode("", key, cmp, val, List.of(), List.of());
    }

    static FilterNode in(String key, String cmp, String... vals) {
        return new FilterNode("", key, cmp, "", List.of(vals), List.of());
    }

    static FilterNode all(FilterNode... nodes) {
        return node("and", nodes);
    }

    static FilterNode any(FilterNode... nodes) {
        return node("or", nodes);
    }

    static FilterNode not(FilterNode... nodes) {
        return node("not", nodes);
    }

    static FilterNode node(String op, FilterNode... nodes) {
        return new FilterNode(op, "", "", "", List.of(), List.of(nodes));
    }
}
