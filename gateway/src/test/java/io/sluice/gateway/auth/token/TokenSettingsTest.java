package io.sluice.gateway.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.common.config.ConfigException;
import io.sluice.common.config.ConfigLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenSettingsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "token.rsa_public_key | garbage | rsa_public_key: expected PEM",
                "token.rsa_public_key | -----BEGIN PUBLIC KEY-----AAAA-----END PUBLIC KEY----- | rsa_public_key: the PEM",
                "token.ecdsa_public_key | garbage | ecdsa_public_key: expected PEM",
                "token.ed25519_public_key | garbage | ed25519_public_key: expected PEM",
                "token.hmac_previous_secret_key | old | needs hmac_secret_key",
                "token.hmac_previous_secret_key_valid_until | -1 | Unix time in seconds",
                "token.issuer_regex | ( | issuer_regex: is not a regular expression",
                "token.audience_regex | [ | audience_regex: is not a regular expression",
                "token.jwks_public_endpoint | ftp://keys | jwks_public_endpoint: must be an http or https address",
                "token.jwks_public_endpoint | not an address | jwks_public_endpoint: must be an http or https address",
                "token.jwks_public_endpoint | https://{{realm}}.example/keys | {{realm}}",
                "token.user_id_claim | a b | user_id_claim",
                "subscription_token.rsa_public_key | garbage | rsa_public_key: expected PEM"
            })
    void wrongSettingIsNamed(String key, String value, String message) {
        assertThatThrownBy(() -> SettingsOfTokens.of(Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key.substring(0, key.indexOf('.')))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"issuer, issuer_regex", "audience, audience_regex"})
    void textAndPatternExcludeEachOther(String text, String pattern) {
        assertThatThrownBy(() -> SettingsOfTokens.of(Map.of("token." + text, "a", "token." + pattern, "a")))
                .hasMessageContaining("cannot both be set");
    }

    @Test
    void keyOfAnotherKindIsNamed() {
        assertThatThrownBy(
                        () -> SettingsOfTokens.of(Map.of("token.rsa_public_key", Signer.pem(Signer.P256.getPublic()))))
                .hasMessageContaining("rsa_public_key: the PEM does not hold a public key of kind RSA");
    }

    @Test
    void lineBreaksOfAKeyMayBeWrittenAsInAVariable() {
        String oneLine = Signer.pem(Signer.P256.getPublic()).replace("\r", "").replace("\n", "\\n");

        assertThat(SettingsOfTokens.of(Map.of("token.ecdsa_public_key", oneLine))
                        .token()
                        .hasKeys())
                .isTrue();
    }

    @Test
    void secretsAreNotPrintedAndComeFromTheEnvironment() {
        ConfigLoader<SettingsOfTokens> loader = SettingsOfTokens.loader(Map.of())
                .environment(Map.of(
                        "SLUICE_TOKEN_HMAC_SECRET_KEY", "hush-hush",
                        "SLUICE_TOKEN_HMAC_PREVIOUS_SECRET_KEY", "hush-before"));

        assertThat(loader.load().token().hmacSecretKey()).isEqualTo("hush-hush");
        assertThat(loader.describe()).doesNotContain("hush");
    }

    @Test
    void withoutSettingsThereAreNoKeys() {
        SettingsOfTokens settings = SettingsOfTokens.of(Map.of());

        assertThat(settings.token()).isEqualTo(TokenSettings.NONE);
        assertThat(settings.subscriptionToken()).isEqualTo(SubscriptionTokenSettings.SAME);
        assertThat(settings.token().hasKeys()).isFalse();
        assertThat(settings.subscriptionToken().own()).isEmpty();
    }

    @Test
    void variablesOfAnAddressComeFromGroupsOfEitherPattern() {
        SettingsOfTokens settings = SettingsOfTokens.of(Map.of(
                "token.jwks_public_endpoint", "https://{{ realm_name }}.example/{{app}}/keys",
                "token.issuer_regex", "^https://(?P<realm_name>\\w+)$",
                "token.audience_regex", "^(?<app>\\w+)$"));

        assertThat(settings.token().hasKeys()).isTrue();
    }
}
