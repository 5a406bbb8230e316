package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobPatternTest {

    @ParameterizedTest
    @CsvSource({
        "'', news, true",
        "*, news, true",
        "**, news, true",
        "news, news, true",
        "news, newsx, false",
        "news, new, false",
        "News, news, false",
        "n?ws, news, true",
        "n?ws, nws, false",
        "n??s, news, true",
        "?, n, true",
        "?, ne, false",
        "n*, news, true",
        "*s, news, true",
        "*w*, news, true",
        "n*x, news, false",
        "chat:*, chat:1, true",
        "chat:*, chat:, true",
        "chat:*, chat, false",
        "*:1, chat:2:1, true",
        "a*b*c, aXbXbc, true",
        "a*b*c, aXcXb, false",
        "[n]ews, news, false",
        "n.ws, news, false"
    })
    void aStarStandsForAnyTextAndAQuestionMarkForOneCharacter(String pattern, String name, boolean matches) {
        assertThat(new GlobPattern(pattern).matches(name)).isEqualTo(matches);
    }

    @Property(tries = 2000)
    void itAgreesWithTheDefinition(@ForAll("patterns") String pattern, @ForAll("names") String name) {
        assertThat(new GlobPattern(pattern).matches(name)).isEqualTo(pattern.isEmpty() || matches(pattern, name));
    }

    /** A matcher that tried every way to divide the name would need more steps than there are atoms. */
    @Test
    void aPatternOfManyStarsComesToAnEnd() {
        GlobPattern pattern = new GlobPattern("*a".repeat(100) + "*b");
        assertThat(pattern.matches("a".repeat(4000))).isFalse();
        assertThat(pattern.matches("a".repeat(4000) + "b")).isTrue();
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars("ab*?").ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("ab").ofMaxLength(10);
    }

    /** The definition, word by word. */
    private static boolean matches(String pattern, String name) {
        if (pattern.isEmpty()) {
            return name.isEmpty();
        }
        char first = pattern.charAt(0);
        String rest = pattern.substring(1);
        if (first == '*') {
            return matches(rest, name) || (!name.isEmpty() && matches(pattern, name.substring(1)));
        }
        return !name.isEmpty() && (first == '?' || first == name.charAt(0)) && matches(rest, name.substring(1));
    }
}
