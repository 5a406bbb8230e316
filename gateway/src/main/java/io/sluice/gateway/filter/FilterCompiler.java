package io.sluice.gateway.filter;

import io.sluice.common.protocol.FilterNode;
import io.sluice.gateway.filter.Condition.Has.Place;
import io.sluice.gateway.filter.Condition.IsNumber.Side;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks a filter as it was sent and brings it into the form in which it is evaluated. */
final class FilterCompiler {

    /** Most levels. Filters are evaluated by recursion; nobody writes deeper ones by hand or by program. */
    static final int MAX_DEPTH = 16;

    /** Most nodes: a subscriber's share of the time that each publication of its channel takes. */
    static final int MAX_NODES = 256;

    /** Most values in all lists together. One more costs memory and no time; a watch list of this length fills a frame of 64 KiB. */
    static final int MAX_VALUES = 4096;

    private FilterCompiler() {}

    /** The checked form; empty if the filter is malformed or above a limit. */
    static Optional<Condition> compile(FilterNode node) {
        if (!isWithinDepth(node, MAX_DEPTH) || nodes(node) > MAX_NODES || values(node) > MAX_VALUES) {
            return Optional.empty();
        }
        return condition(node);
    }

    private static boolean isWithinDepth(FilterNode node, int levels) {
        return levels > 0 && node.nodes().stream().allMatch(child -> isWithinDepth(child, levels - 1));
    }

    private static int nodes(FilterNode node) {
        return 1 + node.nodes().stream().mapToInt(FilterCompiler::nodes).sum();
    }

    private static int values(FilterNode node) {
        return node.vals().size()
                + node.nodes().stream().mapToInt(FilterCompiler::values).sum();
    }

    private static Optional<Condition> condition(FilterNode node) {
        return switch (node.op()) {
            case "" -> comparison(node);
            case "and" -> children(node).map(Condition.All::new);
            case "or" -> children(node).map(Condition.Any::new);
            case "not" -> children(node).filter(only -> only.size() == 1).map(only -> new Condition.Not(only.get(0)));
            default -> Optional.empty();
        };
    }

    /** At least one, and none malformed; else empty. */
    private static Optional<List<Condition>> children(FilterNode node) {
        List<Condition> conditions = node.nodes().stream()
                .map(FilterCompiler::condition)
                .flatMap(Optional::stream)
                .toList();
        return conditions.isEmpty() || conditions.size() < node.nodes().size()
                ? Optional.empty()
                : Optional.of(conditions);
    }

    private static Optional<Condition> comparison(FilterNode node) {
        return switch (node.cmp()) {
            case "ex", "nex" -> presence(node);
            case "in", "nin" -> membership(node);
            default -> withValue(node);
        };
    }

    /** Needs no key: a tag may be named by the empty text. */
    private static Optional<Condition> presence(FilterNode node) {
        if (!node.val().isEmpty() || !node.vals().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(unless(node.cmp().equals("nex"), new Condition.IsPresent(node.key())));
    }

    private static Optional<Condition> membership(FilterNode node) {
        if (node.key().isEmpty() || !node.val().isEmpty() || node.vals().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                unless(node.cmp().equals("nin"), new Condition.IsOneOf(node.key(), Set.copyOf(node.vals()))));
    }

    private static Condition unless(boolean negated, Condition condition) {
        return negated ? new Condition.Not(condition) : condition;
    }

    private static Optional<Condition> withValue(FilterNode node) {
        if (node.key().isEmpty() || node.val().isEmpty() || !node.vals().isEmpty()) {
            return Optional.empty();
        }
        return switch (node.cmp()) {
            case "eq", "neq" -> Optional.of(unless(node.cmp().equals("neq"), new Condition.Is(node.key(), node.val())));
            case "sw" -> has(node, Place.START);
            case "ew" -> has(node, Place.END);
            case "ct" -> has(node, Place.ANYWHERE);
            case "lt" -> number(node, Side.BELOW);
            case "lte" -> number(node, Side.UP_TO);
            case "gte" -> number(node, Side.FROM);
            case "gt" -> number(node, Side.ABOVE);
            default -> Optional.empty();
        };
    }

    private static Optional<Condition> has(FilterNode node, Place place) {
        return Optional.of(new Condition.Has(node.key(), place, node.val()));
    }

    /** A bound that is no number is well-formed, and nothing lies on any side of it. */
    private static Optional<Condition> number(FilterNode node, Side side) {
        Optional<BigDecimal> bound = DecimalNumber.parse(node.val());
        return Optional.of(bound.<Condition>map(value -> new Condition.IsNumber(node.key(), side, value))
                .orElseGet(Condition.Never::new));
    }
}
