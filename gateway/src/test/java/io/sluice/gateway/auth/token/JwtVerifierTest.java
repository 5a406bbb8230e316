package io.sluice.gateway.auth.token;

import static io.sluice.gateway.auth.token.Signer.SECRET;
import static io.sluice.gateway.auth.token.Signer.hs256;
import static io.sluice.gateway.auth.token.VerifierRig.GRANTED;
import static io.sluice.gateway.auth.token.VerifierRig.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Payload;
import io.sluice.gateway.auth.ChannelOverride;
import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.auth.SubscriptionToken;
import java.security.KeyPair;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Good tokens, and what they grant. */
class JwtVerifierTest {

    private static final long YEAR_SECONDS = 365L * 24 * 60 * 60;

    private VerifierRig rig = VerifierRig.withSecret();

    @AfterEach
    void end() {
        rig.close();
    }

    private void configure(Map<String, String> settings) {
        rig.close();
        rig = VerifierRig.of(settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void aSecretVerifiesItsAlgorithms(String algorithm) {
        String token = Signer.hmac(algorithm, SECRET.getBytes(UTF_8), "{\"sub\":\"ann\"}");

        assertThat(rig.granted(token).user()).isEqualTo("ann");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
    void anRsaKeyVerifiesItsAlgorithms(String algorithm) {
        configure(Map.of("token.rsa_public_key", Signer.pem(Signer.RSA.getPublic())));

        assertThat(rig.granted(token(algorithm, Signer.RSA)).user()).isEqualTo("ann");
        assertThat(rig.connectionCode(token(algorithm, Signer.OTHER_RSA))).isEqualTo(3500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "ES512"})
    void aKeyOnACurveVerifiesTheAlgorithmOfThatCurveOnly(String algorithm) {
        Map<String, KeyPair> pairs = Map.of("ES256", Signer.P256, "ES384", Signer.P384, "ES512", Signer.P521);
        configure(
                Map.of("token.ecdsa_public_key", Signer.pem(pairs.get(algorithm).getPublic())));

        pairs.forEach((each, pair) ->
                assertThat(rig.connectionCode(token(each, pair))).isEqualTo(each.equals(algorithm) ? GRANTED : 3500));
    }

    @Test
    void anEd25519KeyVerifiesEdDsa() {
        configure(Map.of("token.ed25519_public_key", Signer.pem(Signer.ED25519.getPublic())));

        assertThat(rig.granted(token("EdDSA", Signer.ED25519)).user()).isEqualTo("ann");
    }

    @Test
    void keysOfSeveralKindsStandBesideEachOther() {
        configure(Map.of(
                "token.hmac_secret_key", SECRET,
                "token.rsa_public_key", Signer.pem(Signer.RSA.getPublic()),
                "token.ecdsa_public_key", Signer.pem(Signer.P256.getPublic())));

        assertThat(rig.connectionCode(hs256("{}"))).isEqualTo(GRANTED);
        assertThat(rig.connectionCode(token("RS256", Signer.RSA))).isEqualTo(GRANTED);
        assertThat(rig.connectionCode(token("ES256", Signer.P256))).isEqualTo(GRANTED);
    }

    private static String token(String algorithm, KeyPair pair) {
        return Signer.asymmetric(algorithm, pair.getPrivate(), "", "{\"sub\":\"ann\"}");
    }

    @Test
    void aShortSecretThatAnApplicationHasGoesOnWorking() {
        configure(Map.of("token.hmac_secret_key", "secret"));

        assertThat(rig.connectionCode(Signer.hmac("HS256", "secret".getBytes(UTF_8), "{}")))
                .isEqualTo(GRANTED);
    }

    @Test
    void thePreviousSecretIsGoodUntilItsTimeIsOver() {
        configure(Map.of(
                "token.hmac_secret_key",
                "the new one",
                "token.hmac_previous_secret_key",
                SECRET,
                "token.hmac_previous_secret_key_valid_until",
                String.valueOf(NOW + 60)));

        assertThat(rig.connectionCode(hs256("{}"))).isEqualTo(GRANTED);
        rig.advanceSeconds(60);
        assertThat(rig.connectionCode(hs256("{}"))).isEqualTo(3500);
        assertThat(rig.connectionCode(Signer.hmac("HS256", "the new one".getBytes(UTF_8), "{}")))
                .isEqualTo(GRANTED);
    }

    @Test
    void thePreviousSecretIsGoodForEverWithoutATime() {
        configure(Map.of("token.hmac_secret_key", "the new one", "token.hmac_previous_secret_key", SECRET));
        rig.advanceSeconds(10 * YEAR_SECONDS);

        assertThat(rig.connectionCode(hs256("{}"))).isEqualTo(GRANTED);
    }

    @Test
    void aConnectionTokenGrantsWhatItSays() {
        ConnectionGrant grant = rig.granted(hs256("{\"sub\":\"ann\",\"exp\":" + (NOW + 60)
                + ",\"info\":{ \"name\": \"Ann\\u00e9\",\n \"big\": 12345678901234567890.123 },\"meta\":{\"tier\":1},"
                + "\"channels\":[\"news\",\"both\"],"
                + "\"subs\":{\"both\":{\"info\":{\"a\":1},\"data\":[1],\"override\":{\"presence\":{\"value\":true},"
                + "\"join_leave\":{\"value\":false}}},\"plain\":null},\"whatever\":[]}"));

        assertThat(grant.user()).isEqualTo("ann");
        assertThat(grant.expireAt()).isEqualTo(NOW + 60);
        assertThat(grant.info().toString())
                .contains("\"name\": \"Ann\\u00e9\"", "12345678901234567890.123")
                .doesNotContain("\n");
        assertThat(grant.meta()).hasToString("{\"tier\":1}");
        assertThat(grant.refreshedByServer()).isFalse();
        assertThat(grant.subscriptions())
                .containsOnlyKeys("news", "both", "plain")
                .containsEntry("news", SubscriptionGrant.PLAIN)
                .containsEntry("plain", SubscriptionGrant.PLAIN)
                .containsEntry(
                        "both",
                        new SubscriptionGrant(
                                Payload.of("{\"a\":1}"),
                                Payload.of("[1]"),
                                0,
                                new ChannelOverride(
                                        Optional.of(true),
                                        Optional.of(false),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty()),
                                Optional.empty(),
                                0));
    }

    @Test
    void aTokenWithoutAUserIsAnonymous() {
        assertThat(rig.granted(hs256("{}")).user()).isEmpty();
        assertThat(rig.granted(hs256("{\"sub\":null,\"info\":null,\"subs\":null}")))
                .isEqualTo(ConnectionGrant.ANONYMOUS);
    }

    @Test
    void aSubscriptionTokenGrantsWhatItSays() {
        SubscriptionToken token = rig.grantedSubscription(
                hs256(
                        "{\"sub\":\"ann\",\"channel\":\"$room\",\"client\":\"c1\",\"info\":1,\"data\":\"d\",\"max_rate\":2.5,"
                                + "\"override\":{\"force_recovery\":{\"value\":true}},"
                                + "\"server_tags_filter\":{\"op\":\"not\",\"nodes\":[{\"key\":\"k\",\"cmp\":\"in\",\"vals\":[\"a\",\"b\"]}]}}"));

        assertThat(token.user()).isEqualTo("ann");
        assertThat(token.channel()).isEqualTo("$room");
        assertThat(token.client()).isEqualTo("c1");
        assertThat(token.grant().info()).hasToString("1");
        assertThat(token.grant().data()).hasToString("\"d\"");
        assertThat(token.grant().maxRate()).isEqualTo(2.5);
        assertThat(token.grant().override().forceRecovery()).contains(true);
        assertThat(token.grant().override().presence()).isEmpty();
        assertThat(token.grant().serverFilter()).hasValueSatisfying(filter -> {
            assertThat(filter.op()).isEqualTo("not");
            assertThat(filter.nodes()).singleElement().satisfies(leaf -> {
                assertThat(leaf.key()).isEqualTo("k");
                assertThat(leaf.cmp()).isEqualTo("in");
                assertThat(leaf.vals()).containsExactly("a", "b");
            });
        });
    }

    @Test
    void base64ClaimsCountBeforeTheOthersAndMayBeBinary() {
        SubscriptionGrant grant = rig.grantedSubscription(
                        hs256("{\"channel\":\"c\",\"info\":1,\"b64info\":\"eyJhIjoxfQ==\",\"b64data\":\"AAEC\"}"))
                .grant();

        assertThat(grant.info()).isEqualTo(Payload.of("{\"a\":1}"));
        assertThat(grant.info().isBinary()).isFalse();
        assertThat(grant.data().bytes()).containsExactly(0, 1, 2);
        assertThat(grant.data().isBinary()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "'\"exp\":1800000060', 1800000060",
        "'\"exp\":1800000000.5', 1800000001",
        "'\"exp\":1e300', 1831536000",
        "'\"exp\":1800000060,\"expire_at\":1800000500', 1800000500",
        "'\"exp\":1800000060,\"expire_at\":0', 0",
        "'\"exp\":1800000060,\"expire_at\":-1', 0",
        "'\"exp\":1800000060,\"expire_at\":null', 1800000060",
        "'\"expire_at\":9000000000000000000', 1831536000"
    })
    void theGrantEndsWhenTheTokenSaysButWithinAYear(String claims, long end) {
        assertThat(rig.granted(hs256("{" + claims + "}")).expireAt()).isEqualTo(end);
        String forChannel = claims.isEmpty() ? "" : "," + claims;
        assertThat(rig.grantedSubscription(hs256("{\"channel\":\"c\"" + forChannel + "}"))
                        .grant()
                        .expireAt())
                .isEqualTo(end);
    }

    @Test
    void theUserMayStandInAnotherClaim() {
        configure(Map.of("token.hmac_secret_key", SECRET, "token.user_id_claim", "user_name"));

        assertThat(rig.granted(hs256("{\"sub\":\"x\",\"user_name\":\"ann\"}")).user())
                .isEqualTo("ann");
        assertThat(rig.granted(hs256("{\"sub\":\"x\"}")).user()).isEmpty();
        assertThat(rig.connectionCode(hs256("{\"user_name\":7}"))).isEqualTo(3500);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issuer | me | '\"iss\":\"me\"' | 0",
                "issuer | me | '\"iss\":\"you\"' | 3500",
                "issuer | me | '\"sub\":\"x\"' | 3500",
                "issuer_regex | ^https://(?P<t>\\w+)\\.example$ | '\"iss\":\"https://a.example\"' | 0",
                "issuer_regex | ^https://(?P<t>\\w+)\\.example$ | '\"iss\":\"https://a.example.evil\"' | 3500",
                "issuer_regex | ^a | '\"sub\":\"x\"' | 3500",
                "audience | us | '\"aud\":\"us\"' | 0",
                "audience | us | '\"aud\":[\"them\",\"us\"]' | 0",
                "audience | us | '\"aud\":[\"them\"]' | 3500",
                "audience | us | '\"aud\":[]' | 3500",
                "audience | us | '\"sub\":\"x\"' | 3500",
                "audience_regex | ^u.$ | '\"aud\":[\"them\",\"us\"]' | 0",
                "audience_regex | ^u.$ | '\"aud\":\"them\"' | 3500"
            })
    void makerAndAudienceHaveToBeThoseConfigured(String setting, String expected, String claims, int code) {
        configure(Map.of("token.hmac_secret_key", SECRET, "token." + setting, expected));

        assertThat(rig.connectionCode(hs256("{" + claims + "}"))).isEqualTo(code);
    }

    @Test
    void subscriptionTokensMayHaveKeysOfTheirOwn() {
        configure(Map.of(
                "token.hmac_secret_key", SECRET,
                "subscription_token.enabled", "true",
                "subscription_token.hmac_secret_key", "another"));
        String own = Signer.hmac("HS256", "another".getBytes(UTF_8), "{\"channel\":\"c\"}");

        assertThat(rig.subscriptionCode(own)).isEqualTo(GRANTED);
        assertThat(rig.subscriptionCode(hs256("{\"channel\":\"c\"}"))).isEqualTo(103);
        assertThat(rig.connectionCode(hs256("{}"))).isEqualTo(GRANTED);
    }

    @Test
    void withoutSettingsNoTokenIsGood() {
        configure(Map.of());

        assertThat(rig.connectionCode(hs256("{}"))).isEqualTo(3500);
        assertThat(rig.subscriptionCode(hs256("{\"channel\":\"c\"}"))).isEqualTo(103);
    }

    @Test
    void whenSignaturesAreSkippedTimeAndFormStillCount() {
        rig.close();
        rig = VerifierRig.believing(Map.of());

        assertThat(rig.granted(hs256("{\"sub\":\"ann\"}")).user()).isEqualTo("ann");
        assertThat(rig.connectionCode(hs256("{\"exp\":1}"))).isEqualTo(109);
        assertThat(rig.connectionCode(Signer.base64("{\"alg\":\"none\"}") + "." + Signer.base64("{}") + "."))
                .isEqualTo(3500);
    }
}
