package io.sluice.gateway.auth.token;

import static io.sluice.gateway.auth.token.Signer.SECRET;
import static io.sluice.gateway.auth.token.Signer.base64;
import static io.sluice.gateway.auth.token.Signer.hmacWithHeader;
import static io.sluice.gateway.auth.token.Signer.hs256;
import static io.sluice.gateway.auth.token.VerifierRig.GRANTED;
import static io.sluice.gateway.auth.token.VerifierRig.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that must not be believed. */
class BadTokensTest {

    private static final byte[] KEY = SECRET.getBytes(UTF_8);
    private static final String RSA_PEM = Signer.pem(Signer.RSA.getPublic());

    /** Good for a connection and, apart from what a case spoils, for a subscription. */
    private static final String CLAIMS = "{\"sub\":\"ann\"}";

    private final VerifierRig rig =
            VerifierRig.of(Map.of("token.hmac_secret_key", SECRET, "token.rsa_public_key", RSA_PEM));

    @AfterEach
    void end() {
        rig.close();
    }

    static Stream<Arguments> refused() {
        String good = hs256(CLAIMS);
        String[] parts = good.split("\\.");
        String signature = parts[2];
        return Stream.of(
                arguments("no JWT", "hello"),
                arguments("only dots", ".."),
                arguments("no signature", parts[0] + "." + parts[1]),
                arguments("an empty signature", parts[0] + "." + parts[1] + "."),
                arguments("an encrypted one has five parts", good + ".x.y"),
                arguments("the head of an encrypted one", head("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}")),
                arguments("another key", Signer.hmac("HS256", "another key".getBytes(UTF_8), CLAIMS)),
                arguments("another's signature", parts[0] + "." + base64("{\"sub\":\"bob\"}") + "." + signature),
                arguments("a signature cut short", good.substring(0, good.length() - 2)),
                arguments("characters that a decoder may skip", good + "!"),
                arguments("padding", good + "="),
                arguments("space around it", " " + good),
                arguments("a line break in it", parts[0] + ".\n" + parts[1] + "." + signature),
                arguments("alg none", base64("{\"alg\":\"none\"}") + "." + base64(CLAIMS) + "."),
                arguments("alg none with a signature", head("{\"alg\":\"none\"}")),
                arguments("alg NONE", head("{\"alg\":\"NONE\"}")),
                arguments("no alg", head("{\"typ\":\"JWT\"}")),
                arguments("an alg that does not exist", head("{\"alg\":\"HS257\"}")),
                arguments("an alg of another kind", head("{\"alg\":7}")),
                arguments("the public key as a secret", Signer.hmac("HS256", RSA_PEM.getBytes(UTF_8), CLAIMS)),
                arguments(
                        "the bytes of the public key as a secret",
                        Signer.hmac("HS256", Signer.RSA.getPublic().getEncoded(), CLAIMS)),
                arguments("a MAC that says it is RSA", hmacWithHeader("{\"alg\":\"RS256\"}", "HS256", KEY, CLAIMS)),
                arguments("a MAC that says it is longer", hmacWithHeader("{\"alg\":\"HS512\"}", "HS256", KEY, CLAIMS)),
                arguments(
                        "an algorithm without a key", Signer.asymmetric("ES256", Signer.P256.getPrivate(), "", CLAIMS)),
                arguments("another RSA key", Signer.asymmetric("RS256", Signer.OTHER_RSA.getPrivate(), "", CLAIMS)),
                arguments(
                        "a critical parameter that we do not know",
                        hmacWithHeader("{\"alg\":\"HS256\",\"crit\":[\"x\"],\"x\":1}", "HS256", KEY, CLAIMS)),
                arguments(
                        "an unencoded payload",
                        hmacWithHeader("{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":false}", "HS256", KEY, CLAIMS)),
                arguments("a JWT in a JWT", hs256(good)),
                arguments("claims that are an array", hs256("[]")),
                arguments("claims that are null", hs256("null")),
                arguments("claims that are text", hs256("\"sub\"")),
                arguments("claims that are not JSON", hs256("{sub:1}")),
                arguments("claims that end early", hs256("{\"sub\":\"ann\"")),
                arguments("claims and more", hs256("{} {}")),
                arguments("claims that are not UTF-8", Signer.hmac("HS256", KEY, "{\"sub\":\"\uD800\"}x")),
                arguments("a claim twice", hs256("{\"sub\":\"ann\",\"sub\":\"bob\"}")),
                arguments("not yet valid", hs256("{\"nbf\":" + (NOW + 1) + "}")),
                arguments("a head that is no JSON", base64("alg") + "." + parts[1] + "." + signature),
                arguments("too long", hs256("{\"x\":\"" + "x".repeat(40_000) + "\"}")));
    }

    private static String head(String header) {
        return hmacWithHeader(header, "HS256", KEY, CLAIMS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void tokenIsRefused(String what, String token) {
        assertThat(rig.connectionCode(token)).isEqualTo(3500);
        assertThat(rig.subscriptionCode(token)).isEqualTo(103);
    }

    /** The same claims in a token of both kinds. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"sub\":1",
                "\"sub\":[\"ann\"]",
                "\"sub\":{\"id\":\"ann\"}",
                "\"sub\":true",
                "\"iss\":1",
                "\"aud\":1",
                "\"aud\":[1]",
                "\"aud\":{}",
                "\"exp\":\"1900000000\"",
                "\"exp\":\"Infinity\"",
                "\"exp\":true",
                "\"exp\":[]",
                "\"nbf\":\"1\"",
                "\"nbf\":{}",
                "\"iat\":\"yesterday\"",
                "\"expire_at\":\"1900000000\"",
                "\"expire_at\":1.5",
                "\"expire_at\":1e30",
                "\"expire_at\":99999999999999999999",
                "\"b64info\":\"?garbage?\"",
                "\"b64info\":\"YQ=\"",
                "\"b64info\":1",
                "\"info\":{]"
            })
    void claimOfTheWrongTypeIsRefused(String claim) {
        assertThat(rig.connectionCode(hs256("{" + claim + "}"))).isEqualTo(3500);
        assertThat(rig.subscriptionCode(hs256("{\"channel\":\"c\"," + claim + "}")))
                .isEqualTo(103);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"channel\":\"c\"",
                "\"channel\":\"\"",
                "\"channel\":7",
                "\"channels\":\"news\"",
                "\"channels\":[7]",
                "\"channels\":[null]",
                "\"channels\":[\"\"]",
                "\"channels\":{\"news\":{}}",
                "\"subs\":[\"news\"]",
                "\"subs\":{\"\":{}}",
                "\"subs\":{\"news\":true}",
                "\"subs\":{\"news\":{\"b64data\":\"?\"}}",
                "\"subs\":{\"news\":{},\"news\":{}}"
            })
    void connectionTokenWithTheseClaimsIsRefused(String claim) {
        assertThat(rig.connectionCode(hs256("{" + claim + "}"))).isEqualTo(3500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"sub\":\"ann\"",
                "\"channel\":\"\"",
                "\"channel\":null",
                "\"channel\":1",
                "\"channel\":[\"c\"]",
                "\"channel\":\"c\",\"client\":1",
                "\"channel\":\"c\",\"b64data\":\"?\"",
                "\"channel\":\"c\",\"override\":[]",
                "\"channel\":\"c\",\"override\":{\"presence\":true}",
                "\"channel\":\"c\",\"override\":{\"presence\":{\"value\":1}}",
                "\"channel\":\"c\",\"override\":{\"presence\":{\"value\":\"true\"}}",
                "\"channel\":\"c\",\"max_rate\":0",
                "\"channel\":\"c\",\"max_rate\":-1",
                "\"channel\":\"c\",\"max_rate\":501",
                "\"channel\":\"c\",\"max_rate\":\"5\"",
                "\"channel\":\"c\",\"max_rate\":\"NaN\"",
                "\"channel\":\"c\",\"server_tags_filter\":\"x\"",
                "\"channel\":\"c\",\"server_tags_filter\":{\"vals\":\"x\"}",
                "\"channel\":\"c\",\"server_tags_filter\":{\"nodes\":[7]}"
            })
    void subscriptionTokenWithTheseClaimsIsRefused(String claims) {
        assertThat(rig.subscriptionCode(hs256("{" + claims + "}"))).isEqualTo(103);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"exp\":1799999999",
                "\"exp\":1800000000",
                "\"exp\":1799999999.9",
                "\"exp\":0",
                "\"exp\":-1",
                "\"exp\":-1e300",
                "\"expire_at\":1",
                "\"expire_at\":1800000000",
                "\"exp\":1900000000,\"expire_at\":1799999999"
            })
    void expiredTokenIsRefusedWithItsOwnError(String claims) {
        assertThat(rig.connectionCode(hs256("{" + claims + "}"))).isEqualTo(109);
        assertThat(rig.subscriptionCode(hs256("{\"channel\":\"c\"," + claims + "}")))
                .isEqualTo(109);
    }

    @Test
    void aForgedTokenIsNotCalledExpired() {
        assertThat(rig.connectionCode(Signer.hmac("HS256", new byte[] {1}, "{\"exp\":1}")))
                .isEqualTo(3500);
    }

    @Test
    void aTokenExpiresInItsSecond() {
        String token = hs256("{\"exp\":" + (NOW + 10) + "}");

        rig.advanceSeconds(9);
        assertThat(rig.connectionCode(token)).isEqualTo(GRANTED);
        rig.advanceSeconds(1);
        assertThat(rig.connectionCode(token)).isEqualTo(109);
    }

    @Test
    void nestingWithoutEndIsRefused() {
        String nested = "{\"op\":\"not\",\"nodes\":[".repeat(1_200) + "]}".repeat(1_200);

        assertThat(rig.subscriptionCode(hs256("{\"channel\":\"c\",\"server_tags_filter\":" + nested + "}")))
                .isEqualTo(103);
        assertThat(rig.connectionCode(hs256("{\"info\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}")))
                .isEqualTo(3500);
    }
}
