package io.sluice.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeyTest {

    private final ApiKey key = new ApiKey("secret", "", false);

    @ParameterizedTest
    @CsvSource({"secret, true", "Secret, false", "secre, false", "secrets, false", "'secret ', false", "'', false"})
    void theHeaderHoldsTheKeyItself(String header, boolean admitted) {
        assertThat(key.admits(header, null, null)).isEqualTo(admitted);
    }

    @ParameterizedTest
    @CsvSource({
        "apikey secret,   true",
        "ApiKey secret,   true",
        "APIKEY   secret, true",
        "apikey Secret,   false",
        "apikey,          false",
        "'apikey ',       false",
        "apikeysecret,    false",
        "Bearer secret,   false",
        "secret,          false"
    })
    void theAuthorizationHoldsSchemeAndKey(String authorization, boolean admitted) {
        assertThat(key.admits(null, authorization, null)).isEqualTo(admitted);
    }

    @ParameterizedTest
    @CsvSource({"secret, true", "other, false", "'', false"})
    void theQueryHoldsTheKeyItself(String query, boolean admitted) {
        assertThat(key.admits(null, null, query)).isEqualTo(admitted);
    }

    @Test
    void withoutAnyNobodyIsAdmitted() {
        assertThat(key.admits(null, null, null)).isFalse();
    }

    @Test
    void theFirstKeyShownCounts() {
        assertThat(key.admits("wrong", "apikey secret", "secret")).isFalse();
        assertThat(key.admits(null, "apikey wrong", "secret")).isFalse();
    }

    @Test
    void anAuthorizationOfAnotherSchemeIsNoKeyShown() {
        assertThat(key.admits(null, "Basic dXNlcjpwYXNz", "secret")).isTrue();
    }

    @Test
    void anEmptyKeyAdmitsNobody() {
        ApiKey none = new ApiKey("", "", false);
        assertThat(none.admits(null, null, null)).isFalse();
        assertThat(none.admits("", null, null)).isFalse();
        assertThat(none.admits(null, "apikey ", null)).isFalse();
        assertThat(none.admits(null, null, "")).isFalse();
    }

    @Test
    void theFormerKeyIsAsGoodAsTheNewOne() {
        ApiKey changing = new ApiKey("new", "former", false);
        assertThat(changing.admits("new", null, null)).isTrue();
        assertThat(changing.admits("former", null, null)).isTrue();
        assertThat(changing.admits("other", null, null)).isFalse();
        assertThat(changing.admits("", null, null)).isFalse();
    }

    @Test
    void aFormerKeyAloneIsStillAKey() {
        assertThat(new ApiKey("", "former", false).admits("former", null, null)).isTrue();
        assertThat(new ApiKey("", "former", false).admits("", null, null)).isFalse();
    }

    @Test
    void insecureAdmitsEverybody() {
        assertThat(new ApiKey("secret", "", true).admits(null, null, null)).isTrue();
        assertThat(new ApiKey("", "", true).admits("wrong", null, null)).isTrue();
    }

    @Test
    void keysAreComparedAsUtf8() {
        assertThat(new ApiKey("schl\u00fcssel", "", false).admits("schl\u00fcssel", null, null))
                .isTrue();
    }
}
