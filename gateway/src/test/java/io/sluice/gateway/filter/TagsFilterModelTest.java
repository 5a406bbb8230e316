package io.sluice.gateway.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.FilterNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any tree, well-formed or not, against the definition read off the tree itself. */
class TagsFilterModelTest {

    @Property(tries = 3000)
    void aFilterAgreesWithTheDefinition(@ForAll("trees") FilterNode tree, @ForAll("tags") Map<String, String> tags) {
        Optional<TagsFilter> filter = TagsFilter.of(tree);
        assertThat(filter.isPresent()).isEqualTo(isWellFormed(tree));
        filter.ifPresent(wellFormed -> assertThat(wellFormed.matches(tags)).isEqualTo(matches(tree, tags)));
    }

    @Property(tries = 500)
    void filtersOfTheSameTreeAreEqual(@ForAll("trees") FilterNode tree) {
        assertThat(TagsFilter.of(tree)).isEqualTo(TagsFilter.of(copy(tree)));
        assertThat(TagsFilter.of(tree).hashCode())
                .isEqualTo(TagsFilter.of(copy(tree)).hashCode());
    }

    @Provide
    Arbitrary<Map<String, String>> tags() {
        return Arbitraries.maps(Arbitraries.of("a", "b"), values()).ofMaxSize(2);
    }

    @Provide
    Arbitrary<FilterNode> trees() {
        return Arbitraries.recursive(TagsFilterModelTest::leaves, TagsFilterModelTest::nested, 0, 3);
    }

    private static Arbitrary<FilterNode> nested(Arbitrary<FilterNode> inner) {
        return Combinators.combine(
                        Arbitraries.of("and", "or", "not"),
                        inner.list().ofMinSize(1).ofMaxSize(2))
                .as((op, nodes) -> new FilterNode(op, "", "", "", List.of(), nodes));
    }

    private static Arbitrary<FilterNode> leaves() {
        Arbitrary<String> key = Arbitraries.of("a", "b");
        return Arbitraries.oneOf(
                Combinators.combine(
                                key,
                                Arbitraries.of("eq", "neq", "sw", "ew", "ct", "lt", "lte", "gt", "gte", "other"),
                                values())
                        .as((k, cmp, val) -> new FilterNode("", k, cmp, val, List.of(), List.of())),
                Combinators.combine(
                                key,
                                Arbitraries.of("in", "nin"),
                                values().list().ofMaxSize(3))
                        .as((k, cmp, vals) -> new FilterNode("", k, cmp, "", vals, List.of())),
                Combinators.combine(key, Arbitraries.of("ex", "nex"))
                        .as((k, cmp) -> new FilterNode("", k, cmp, "", List.of(), List.of())));
    }

    private static Arbitrary<String> values() {
        return Arbitraries.of("", "1", "1.0", "10", "2", "-2", "x", "xy", "1x");
    }

    private static FilterNode copy(FilterNode node) {
        return new FilterNode(
                node.op(),
                node.key(),
                node.cmp(),
                node.val(),
                node.vals(),
                node.nodes().stream().map(TagsFilterModelTest::copy).toList());
    }

    private static boolean isWellFormed(FilterNode node) {
        return switch (node.op()) {
            case "and", "or" -> node.nodes().stream().allMatch(TagsFilterModelTest::isWellFormed);
            case "not" -> node.nodes().size() == 1 && isWellFormed(node.nodes().get(0));
            default ->
                switch (node.cmp()) {
                    case "ex", "nex" -> true;
                    case "in", "nin" -> !node.vals().isEmpty();
                    case "other" -> false;
                    default -> !node.val().isEmpty();
                };
        };
    }

    private static boolean matches(FilterNode node, Map<String, String> tags) {
        return switch (node.op()) {
            case "and" -> node.nodes().stream().allMatch(child -> matches(child, tags));
            case "or" -> node.nodes().stream().anyMatch(child -> matches(child, tags));
            case "not" -> !matches(node.nodes().get(0), tags);
            default -> compares(node, tags);
        };
    }

    private static boolean compares(FilterNode node, Map<String, String> tags) {
        boolean present = tags.containsKey(node.key());
        String value = present ? tags.get(node.key()) : "";
        return switch (node.cmp()) {
            case "eq" -> present && value.equals(node.val());
            case "neq" -> !present || !value.equals(node.val());
            case "in" -> node.vals().contains(value);
            case "nin" -> !node.vals().contains(value);
            case "ex" -> present;
            case "nex" -> !present;
            case "sw" -> present && value.startsWith(node.val());
            case "ew" -> present && value.endsWith(node.val());
            case "ct" -> present && value.contains(node.val());
            default -> present && ordered(node.cmp(), value, node.val());
        };
    }

    private static boolean ordered(String cmp, String value, String bound) {
        if (!isNumber(value) || !isNumber(bound)) {
            return false;
        }
        double difference = Double.parseDouble(value) - Double.parseDouble(bound);
        return (cmp.startsWith("l") ? difference < 0 : difference > 0) || (cmp.endsWith("e") && difference == 0);
    }

    private static boolean isNumber(String text) {
        return text.matches("-?[0-9]+(\\.[0-9]+)?");
    }
}
