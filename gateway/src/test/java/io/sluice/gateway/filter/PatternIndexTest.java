package io.sluice.gateway.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PatternIndexTest {

    private record Change(boolean added, String pattern, int value, String asked) {}

    @Property
    void itFindsWhatTryingAllPatternsFinds(@ForAll("changes") List<Change> changes) {
        PatternIndex<Integer> index = new PatternIndex<>();
        Map<String, Integer> model = new HashMap<>();
        for (Change change : changes) {
            if (change.added()) {
                index.add(change.pattern(), change.value());
                model.put(change.pattern(), change.value());
            } else {
                index.remove(change.pattern());
                model.remove(change.pattern());
            }
            assertThat(index.matching(change.asked()))
                    .containsExactlyInAnyOrderElementsOf(model.entrySet().stream()
                            .filter(entry -> WildcardPatternTest.matches(entry.getKey(), change.asked()))
                            .map(Map.Entry::getValue)
                            .toList());
            assertThat(index.size()).isEqualTo(model.size());
            assertThat(index.isEmpty()).isEqualTo(model.isEmpty());
        }
    }

    @Test
    void aPatternThatIsAddedAgainGetsTheNewValue() {
        PatternIndex<String> index = new PatternIndex<>();
        index.add("a*", "old");
        index.add("a*", "new");
        assertThat(index.matching("ab")).containsExactly("new");
    }

    @Test
    void patternsThatBeginAlikeAreIndependent() {
        PatternIndex<String> index = new PatternIndex<>();
        index.add("stocks.*", "all");
        index.add("stocks.us.*", "us");
        index.remove("stocks.us.*");
        assertThat(index.matching("stocks.us.AAPL")).containsExactly("all");
        index.add("stocks.us.*", "us");
        index.remove("stocks.*");
        assertThat(index.matching("stocks.us.AAPL")).containsExactly("us");
    }

    @Test
    void removingWhatIsNotThereIsNoError() {
        PatternIndex<String> index = new PatternIndex<>();
        index.add("a*", "a");
        index.remove("a*b");
        index.remove("x*");
        assertThat(index.matching("ab")).containsExactly("a");
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<String> patterns = Arbitraries.strings().withChars("ab**").ofMaxLength(4);
        Arbitrary<String> names = Arbitraries.strings().withChars("ab").ofMaxLength(5);
        return Combinators.combine(
                        Arbitraries.of(true, true, false),
                        patterns,
                        Arbitraries.integers().between(0, 100),
                        names)
                .as(Change::new)
                .list()
                .ofMaxSize(60);
    }
}
