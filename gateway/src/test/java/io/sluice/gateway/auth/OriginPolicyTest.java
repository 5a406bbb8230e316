package io.sluice.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginPolicyTest {

    @ParameterizedTest
    @CsvSource({
        "https://example.com,      example.com,      true",
        "http://example.com,       example.com,      true",
        "https://example.com:8443, example.com:8443, true",
        "HTTPS://Example.COM,      example.com,      true",
        "https://example.com,      EXAMPLE.com,      true",
        "https://example.com:8443, example.com,      false",
        "https://example.com,      example.com:8443, false",
        "https://sub.example.com,  example.com,      false",
        "https://example.com.evil, example.com,      false",
        "https://evilexample.com,  example.com,      false",
        "null,                     example.com,      false",
        "example.com,              example.com,      false",
        "'',                       example.com,      false"
    })
    void withoutPatternsOnlyPagesOfTheSameHostMayConnect(String origin, String host, boolean allowed) {
        assertThat(policy().allows(origin, host)).isEqualTo(allowed);
    }

    @Test
    void withoutAHostNoPageIsOfTheSameHost() {
        assertThat(policy().allows("https://example.com", null)).isFalse();
    }

    @Test
    void programsThatSendNoOriginMayConnect() {
        assertThat(policy().allows(null, "example.com")).isTrue();
        assertThat(policy().allows(null, null)).isTrue();
        assertThat(policy("https://example.com").allows(null, "other.org")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com,     https://example.com,       true",
        "https://example.com,     HTTPS://EXAMPLE.COM,       true",
        "HTTPS://Example.COM,     https://example.com,       true",
        "https://example.com,     http://example.com,        false",
        "https://example.com,     https://example.com:8443,  false",
        "https://example.com,     https://examplexcom,       false",
        "https://example.com,     xhttps://example.com,      false",
        "https://example.com,     https://example.comx,      false",
        "https://*.example.com,   https://a.example.com,     true",
        "https://*.example.com,   https://a.b.example.com,   true",
        "https://*.example.com,   https://example.com,       false",
        "https://*.example.com,   https://aXexample.com,     false",
        "https://example.com:*,   https://example.com:8443,  true",
        "*://example.com,         http://example.com,        true",
        "*,                       https://anything.org,      true",
        "*,                       null,                      true",
        "**,                      https://anything.org,      true",
        "https://*.*.com,         https://a.b.com,           true",
        "https://*.*.com,         https://b.com,             false"
    })
    void aStarInAPatternStandsForAnyText(String pattern, String origin, boolean allowed) {
        assertThat(policy(pattern).allows(origin, "gateway.example.com")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "https://[a-z]+.com, https://abc.com,     false",
        "https://[a-z]+.com, 'https://[a-z]+.com', true",
        "(x|y),              x,                   false",
        "(x|y),              '(x|y)',             true",
        "a\\Eb,              'a\\Eb',             true",
        "a\\Q.*\\E,          abc,                 false",
        "^x$,                x,                   false",
        "a?,                 a,                   false"
    })
    void allOtherCharactersOfAPatternStandForThemselves(String pattern, String origin, boolean allowed) {
        assertThat(policy(pattern).allows(origin, null)).isEqualTo(allowed);
    }

    @Test
    void onePatternOfSeveralIsEnough() {
        OriginPolicy policy = policy("https://a.com", "https://b.com");
        assertThat(policy.allows("https://a.com", null)).isTrue();
        assertThat(policy.allows("https://b.com", null)).isTrue();
        assertThat(policy.allows("https://c.com", null)).isFalse();
    }

    @Test
    void withPatternsPagesOfTheSameHostNeedOneToo() {
        assertThat(policy("https://a.com").allows("https://example.com", "example.com"))
                .isFalse();
    }

    private static OriginPolicy policy(String... allowed) {
        return new OriginPolicy(List.of(allowed));
    }
}
