package io.sluice.gateway.filter;

import static io.sluice.gateway.filter.FilterNodes.all;
import static io.sluice.gateway.filter.FilterNodes.any;
import static io.sluice.gateway.filter.FilterNodes.in;
import static io.sluice.gateway.filter.FilterNodes.leaf;
import static io.sluice.gateway.filter.FilterNodes.node;
import static io.sluice.gateway.filter.FilterNodes.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.FilterNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TagsFilterTest {

    @ParameterizedTest(name = "{1} {0} {2}: {3}, without the tag: {4}")
    @CsvSource({
        "eq, AAPL, AAPL, true, false",
        "eq, AAPL, AAP, false, false",
        "eq, aapl, AAPL, false, false",
        "neq, AAPL, AAPL, false, true",
        "neq, AAPL, MSFT, true, true",
        "sw, AAPL, AA, true, false",
        "sw, AAPL, PL, false, false",
        "ew, AAPL, PL, true, false",
        "ew, AAPL, AA, false, false",
        "ct, AAPL, AP, true, false",
        "ct, AAPL, PA, false, false",
        "lt, 9, 10, true, false",
        "lt, 10, 10, false, false",
        "lt, -1, 0, true, false",
        "lte, 10.0, 10, true, false",
        "lte, 10.01, 10, false, false",
        "gt, 100, 99.999, true, false",
        "gt, 10.00, 10, false, false",
        "gte, 10.00, 10, true, false",
        "gte, 9.99999999999999999999, 10, false, false",
        "gt, +5, 4, true, false",
        "gt, 123456789012345678901234567890.2, 123456789012345678901234567890.1, true, false",
        "gt, price, 1, false, false",
        "lt, price, 1, false, false",
        "lt, 1, price, false, false",
        "gte, 1, price, false, false",
        "gt, 1e9, 1, false, false",
        "gt, 1e999999999, 1, false, false",
        "lt, 1, 1e999999999, false, false",
        "gt, '', 1, false, false",
        "gt, 0x10, 1, false, false",
        "gt, .5, 0, false, false",
        "gt, 5., 0, false, false",
        "gt, 1.2.3, 0, false, false",
        "gt, --1, -5, false, false",
        "gt, -, -5, false, false",
        "gt, ' 7', 0, false, false",
        "gt, \u0667, 0, false, false",
        "gt, NaN, 0, false, false"
    })
    void aComparisonLooksAtOneTag(String cmp, String value, String operand, boolean matches, boolean matchesWithout) {
        TagsFilter filter = filter(leaf("tag", cmp, operand));
        assertThat(filter.matches(Map.of("tag", value, "other", operand))).isEqualTo(matches);
        assertThat(filter.matches(Map.of("other", operand))).isEqualTo(matchesWithout);
    }

    @Test
    void aListHasTheTagsValueOrNot() {
        TagsFilter in = filter(in("tag", "in", "a", "b"));
        TagsFilter notIn = filter(in("tag", "nin", "a", "b"));
        assertThat(in.matches(Map.of("tag", "b"))).isTrue();
        assertThat(notIn.matches(Map.of("tag", "b"))).isFalse();
        for (Map<String, String> tags : List.of(Map.of("tag", "c"), Map.<String, String>of())) {
            assertThat(in.matches(tags)).isFalse();
            assertThat(notIn.matches(tags)).isTrue();
        }
    }

    @Test
    void inAListAMissingTagCountsAsEmpty() {
        assertThat(filter(in("tag", "in", "a", "")).matches(Map.of())).isTrue();
        assertThat(filter(in("tag", "nin", "a", "")).matches(Map.of())).isFalse();
    }

    @Test
    void presenceAsksForTheTagWhateverItsValue() {
        assertThat(filter(leaf("tag", "ex", "")).matches(Map.of("tag", ""))).isTrue();
        assertThat(filter(leaf("tag", "ex", "")).matches(Map.of("other", "x"))).isFalse();
        assertThat(filter(leaf("tag", "nex", "")).matches(Map.of("tag", ""))).isFalse();
        assertThat(filter(leaf("tag", "nex", "")).matches(Map.of("other", "x"))).isTrue();
        assertThat(filter(leaf("", "ex", "")).matches(Map.of("", "x"))).isTrue();
    }

    @Test
    void conditionsAreCombined() {
        FilterNode a = leaf("a", "eq", "1");
        FilterNode b = leaf("b", "eq", "1");
        Map<String, String> both = Map.of("a", "1", "b", "1");
        Map<String, String> one = Map.of("a", "1");
        Map<String, String> none = Map.of();
        assertThat(Stream.of(both, one, none).map(filter(all(a, b))::matches)).containsExactly(true, false, false);
        assertThat(Stream.of(both, one, none).map(filter(any(a, b))::matches)).containsExactly(true, true, false);
        assertThat(Stream.of(both, one, none).map(filter(not(any(a, b)))::matches))
                .containsExactly(false, false, true);
        assertThat(Stream.of(both, one, none).map(filter(all(a, not(b)))::matches))
                .containsExactly(false, true, false);
    }

    @Test
    void twoFiltersTogetherWantWhatBothWant() {
        TagsFilter both = filter(leaf("a", "eq", "1")).and(filter(leaf("b", "eq", "1")));
        assertThat(both.matches(Map.of("a", "1", "b", "1"))).isTrue();
        assertThat(both.matches(Map.of("a", "1"))).isFalse();
        assertThat(both.matches(Map.of("b", "1"))).isFalse();
        TagsFilter own = filter(leaf("a", "eq", "1"));
        assertThat(own.and(filter(leaf("a", "eq", "1")))).isSameAs(own);
    }

    @Test
    void filtersThatAreWrittenAlikeAreEqual() {
        FilterNode written = all(in("a", "in", "x", "y"), not(leaf("b", "gt", "5")));
        FilterNode again = all(in("a", "in", "y", "x", "x"), not(leaf("b", "gt", "5")));
        assertThat(filter(written)).isEqualTo(filter(again)).hasSameHashCodeAs(filter(again));
        assertThat(filter(written)).isNotEqualTo(filter(all(in("a", "in", "x", "y"), not(leaf("b", "gt", "6")))));
        assertThat(filter(leaf("b", "gt", "5"))).isNotEqualTo(filter(leaf("b", "gte", "5")));
        assertThat(filter(all(leaf("a", "ex", "")))).isNotEqualTo(filter(any(leaf("a", "ex", ""))));
    }

    @ParameterizedTest
    @MethodSource
    void aMalformedFilterIsRefusedWhereverItIs(FilterNode malformed) {
        assertThat(TagsFilter.of(malformed)).isEmpty();
        assertThat(TagsFilter.of(all(leaf("a", "ex", ""), malformed))).isEmpty();
        assertThat(TagsFilter.of(any(malformed, leaf("a", "ex", "")))).isEmpty();
        assertThat(TagsFilter.of(not(malformed))).isEmpty();
    }

    static Stream<FilterNode> aMalformedFilterIsRefusedWhereverItIs() {
        FilterNode good = leaf("a", "ex", "");
        return Stream.concat(
                Stream.of("eq", "neq", "sw", "ew", "ct", "lt", "lte", "gt", "gte")
                        .flatMap(cmp -> Stream.of(
                                leaf("", cmp, "1"),
                                leaf("a", cmp, ""),
                                new FilterNode("", "a", cmp, "1", List.of("1"), List.of()))),
                Stream.of(
                        leaf("a", "", "1"),
                        leaf("a", "like", "1"),
                        leaf("a", "EQ", "1"),
                        in("", "in", "1"),
                        in("a", "in"),
                        in("a", "nin"),
                        new FilterNode("", "a", "in", "1", List.of("1"), List.of()),
                        leaf("a", "ex", "1"),
                        in("a", "nex", "1"),
                        all(),
                        any(),
                        not(),
                        not(good, good),
                        node("xor", good),
                        node("AND", good)));
    }

    @Test
    void aFilterMayBeAsDeepAsTheLimitAndNoDeeper() {
        assertThat(TagsFilter.of(nested(FilterCompiler.MAX_DEPTH))).isPresent();
        assertThat(TagsFilter.of(nested(FilterCompiler.MAX_DEPTH + 1))).isEmpty();
        assertThat(TagsFilter.of(nested(5_000))).isEmpty();
    }

    @Test
    void aFilterMayHaveAsManyNodesAsTheLimitAndNoMore() {
        assertThat(TagsFilter.of(wide(FilterCompiler.MAX_NODES - 1))).isPresent();
        assertThat(TagsFilter.of(wide(FilterCompiler.MAX_NODES))).isEmpty();
    }

    @Test
    void listsMayHaveAsManyValuesTogetherAsTheLimitAndNoMore() {
        FilterNode half = list(FilterCompiler.MAX_VALUES / 2);
        assertThat(TagsFilter.of(any(half, half))).isPresent();
        assertThat(TagsFilter.of(any(half, half, list(1)))).isEmpty();
    }

    @Test
    void aNumberMayBeAsLongAsTheLimitAndNoLonger() {
        TagsFilter positive = filter(leaf("n", "gt", "0"));
        assertThat(positive.matches(Map.of("n", "9".repeat(DecimalNumber.MAX_LENGTH))))
                .isTrue();
        assertThat(positive.matches(Map.of("n", "9".repeat(DecimalNumber.MAX_LENGTH + 1))))
                .isFalse();
    }

    private static FilterNode nested(int levels) {
        FilterNode node = leaf("a", "ex", "");
        for (int i = 1; i < levels; i++) {
            node = not(node);
        }
        return node;
    }

    private static FilterNode wide(int children) {
        return any(Collections.nCopies(children, leaf("a", "ex", "")).toArray(FilterNode[]::new));
    }

    private static FilterNode list(int values) {
        return in("a", "in", Collections.nCopies(values, "v").toArray(String[]::new));
    }

    private static TagsFilter filter(FilterNode node) {
        return TagsFilter.of(node).orElseThrow();
    }
}
