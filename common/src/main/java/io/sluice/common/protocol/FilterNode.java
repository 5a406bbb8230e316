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

    /**
     * Most nodes from a filter's outside to its innermost comparison. People write two or three; the codecs refuse more than this,
     * so that whoever walks a filter may recurse.
     */
    public static final int MAX_DEPTH = 16;

    public FilterNode {
        vals = List.copyOf(vals);
        nodes = List.copyOf(nodes);
    }

    /** Number of nodes on the longest way inwards, this one included. */
    public int depth() {
        int deepest = 0;
        for (FilterNode node : nodes) {
            deepest = Math.max(deepest, node.depth());
        }
        return deepest + 1;
    }
}
