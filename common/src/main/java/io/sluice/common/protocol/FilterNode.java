package io.sluice.common.protocol;

import java.util.List;

/**
 * A node of a filter over publication tags, as a client sent it: unchecked.
 *
 * @param op empty for a comparison, else {@code and}, {@code or} or {@code not} over {@code nodes}
 * @param key tag that a comparison looks at
 * @param cmp {@code eq}, {@code neq}, {@code in}, {@code nin}, {@code ex}, {@code nex}, {@code sw}, {@code ew}, {@code ct},
 *     {@code lt}, {@code lte}, {@code gt} or {@code gte}
 * @param val what a comparison compares with
 * @param vals what {@code in} and {@code nin} compare with
 */
public record FilterNode(String op, String key, String cmp, String val, List<String> vals, List<FilterNode> nodes) {

    public FilterNode {
        vals = List.copyOf(vals);
        nodes = List.copyOf(nodes);
    }
}
