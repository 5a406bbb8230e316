package io.sluice.gateway.auth.token;

import static io.sluice.gateway.auth.token.VerifierRig.GRANTED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is not exactly what was signed is refused, and nothing is thrown. */
class TokenFuzzTest {

    private static final String[] GOOD = {
        Signer.hs256("{\"sub\":\"ann\",\"channel\":null}"),
        Signer.asymmetric("RS256", Signer.RSA.getPrivate(), "k", "{\"sub\":\"ann\"}"),
        Signer.asymmetric("ES256", Signer.P256.getPrivate(), "k", "{\"sub\":\"ann\"}"),
        Signer.asymmetric("EdDSA", Signer.ED25519.getPrivate(), "", "{\"sub\":\"ann\"}")
    };

    private static VerifierRig rig;

    @BeforeContainer
    static void begin() {
        rig = VerifierRig.of(Map.of(
                "token.hmac_secret_key", Signer.SECRET,
                "token.rsa_public_key", Signer.pem(Signer.RSA.getPublic()),
                "token.ecdsa_public_key", Signer.pem(Signer.P256.getPublic()),
                "token.ed25519_public_key", Signer.pem(Signer.ED25519.getPublic())));
        for (String token : GOOD) {
            assertThat(rig.connectionCode(token)).isEqualTo(GRANTED);
        }
    }

    @AfterContainer
    static void end() {
        rig.close();
    }

    @Property(tries = 2000)
    void noTextIsAToken(@ForAll("texts") String text) {
        assertThat(rig.connectionCode(text)).isEqualTo(3500);
        assertThat(rig.subscriptionCode(text)).isEqualTo(103);
    }

    @Property(tries = 1000)
    void aTokenThatWasChangedIsNone(@ForAll("changed") String token) {
        assertThat(rig.connectionCode(token)).isEqualTo(3500);
        assertThat(rig.subscriptionCode(token)).isEqualTo(103);
    }

    /** Signed by the right key, so that what reads the claims is reached. */
    @Property(tries = 2000)
    void anyClaimsAreAnswered(@ForAll("claims") String claims) {
        assertThat(rig.connectionCode(Signer.hs256(claims))).isIn(GRANTED, 109, 3500);
        assertThat(rig.subscriptionCode(Signer.hs256(claims))).isIn(GRANTED, 109, 103);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> parts = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(30),
                Arbitraries.strings().ofMaxLength(30).map(Signer::base64),
                Arbitraries.of("{\"alg\":\"HS256\"}", "{\"alg\":\"RS256\",\"kid\":\"\"}", "{\"alg\":\"none\"}", "{}")
                        .map(Signer::base64));
        return parts.list().ofMaxSize(6).map(list -> String.join(".", list));
    }

    @Provide
    Arbitrary<String> changed() {
        return Combinators.combine(
                        Arbitraries.of(GOOD),
                        Arbitraries.integers().between(0, 10_000),
                        Arbitraries.chars().ascii(),
                        Arbitraries.integers().between(0, 3))
                .as(TokenFuzzTest::change)
                .filter(token -> !token.isEmpty())
                .filter(token -> Arrays.stream(GOOD).noneMatch(token::equals));
    }

    private static String change(String token, int seed, char character, int kind) {
        int at = seed % token.length();
        return switch (kind) {
            case 0 -> token.substring(0, at) + character + token.substring(at + 1);
            case 1 -> token.substring(0, at) + character + token.substring(at);
            case 2 -> token.substring(0, at) + token.substring(at + 1);
            default -> token.substring(0, at);
        };
    }

    @Provide
    Arbitrary<String> claims() {
        Arbitrary<String> names = Arbitraries.of(
                "sub",
                "exp",
                "nbf",
                "iat",
                "aud",
                "iss",
                "info",
                "b64info",
                "channels",
                "subs",
                "meta",
                "expire_at",
                "channel",
                "client",
                "data",
                "b64data",
                "max_rate",
                "server_tags_filter",
                "override");
        Arbitrary<String> values = Arbitraries.of(
                "null",
                "true",
                "0",
                "-1",
                "1e999",
                "1900000000",
                "1.5",
                "\"\"",
                "\"c\"",
                "\"AA==\"",
                "[]",
                "[null]",
                "[\"a\"]",
                "{}",
                "{\"a\":{}}",
                "{\"a\":null}",
                "{\"op\":\"and\",\"nodes\":[{},null]}",
                "{\"presence\":{\"value\":null}}",
                "\"\\uD800\"",
                "99999999999999999999999");
        return Combinators.combine(names, values)
                .as((name, value) -> "\"" + name + "\":" + value)
                .list()
                .ofMaxSize(8)
                .map(pairs -> "{" + String.join(",", pairs) + "}");
    }
}
