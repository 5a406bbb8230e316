package io.sluice.gateway.filter;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardPatternTest {

    @ParameterizedTest
    @CsvSource({
        "stocks.*, stocks.AAPL, true",
        "stocks.*, stocks., true",
        "stocks.*, stocks, false",
        "stocks.*, bonds.AAPL, false",
        "stocks.*, stocks.us.AAPL, true",
        "*.AAPL, stocks.AAPL, true",
        "*.AAPL, stocks.AAPLX, false",
        "stocks.*.trades, stocks.AAPL.trades, true",
        "stocks.*.trades, stocks.trades, false",
        "a*a, a, false",
        "a*a, aa, true",
        "a*b*a, aba, true",
        "a*ba*a, aba, false",
        "*, '', true",
        "**, x, true",
        "'', '', true",
        "'', x, false",
        "news, news, true",
        "news, newsx, false",
        "news, new, false",
        "n?ws, news, false",
        "n.ws, news, false",
        "[n]*, news, false"
    })
    void aStarStandsForAnyTextAndNothingElseIsSpecial(String pattern, String name, boolean matches) {
        assertThat(new WildcardPattern(pattern).matches(name)).isEqualTo(matches);
    }

    @Property(tries = 5000)
    void itAgreesWithTheDefinition(@ForAll("patterns") String pattern, @ForAll("names") String name) {
        assertThat(new WildcardPattern(pattern).matches(name)).isEqualTo(matches(pattern, name));
    }

    /** A matcher that tried every way to divide the name would need more steps than there are atoms. */
    @Test
    void aPatternOfManyStarsComesToAnEnd() {
        WildcardPattern pattern = new WildcardPattern("*a".repeat(100) + "*b");
        assertThat(pattern.matches("a".repeat(4000))).isFalse();
        assertThat(pattern.matches("a".repeat(4000) + "b")).isTrue();
    }

    @Test
    void onlyAStarMakesAPattern() {
        assertThat(WildcardPattern.isPattern("stocks.*")).isTrue();
        assertThat(WildcardPattern.isPattern("stocks.AAPL?")).isFalse();
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars("ab**").ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("ab").ofMaxLength(10);
    }

    /** The definition, word by word. */
    static boolean matches(String pattern, String name) {
        if (pattern.isEmpty()) {
            return name.isEmpty();
        }
        String rest = pattern.substring(1);
        if (pattern.charAt(0) == '*') {
            return matches(rest, name) || (!name.isEmpty() && matches(pattern, name.substring(1)));
        }
        return !name.isEmpty() && pattern.charAt(0) == name.charAt(0) && matches(rest, name.substring(1));
    }
}
