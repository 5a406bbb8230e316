package io.sluice.gateway.auth.token;

import static io.sluice.gateway.auth.token.KeyServer.jwk;
import static io.sluice.gateway.auth.token.VerifierRig.GRANTED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.Verdict;
import io.vertx.core.Future;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that an identity provider serves over HTTP. */
class KeySetTest {

    private static final int INTERVAL_SECONDS = 5;
    private static final int REFRESH_SECONDS = 600;

    private final KeyServer server = new KeyServer();
    private VerifierRig rig = VerifierRig.of(Map.of("token.jwks_public_endpoint", server.address("/keys")));

    @AfterEach
    void end() {
        rig.close();
        server.close();
    }

    private static String rs256(String kid, KeyPair pair) {
        return Signer.asymmetric("RS256", pair.getPrivate(), kid, "{\"sub\":\"ann\"}");
    }

    private static String rsa(String kid, KeyPair pair) {
        return jwk(kid, pair.getPublic(), "\"use\":\"sig\",\"alg\":\"RS256\",");
    }

    @Test
    void keysOfEveryKindVerify() {
        server.keys(
                "/keys",
                jwk("r", Signer.RSA.getPublic(), ""),
                jwk("e", Signer.P256.getPublic(), ""),
                jwk("f", Signer.P521.getPublic(), ""),
                jwk("d", Signer.ED25519.getPublic(), ""));

        assertThat(rig.connectionCode(rs256("r", Signer.RSA))).isEqualTo(GRANTED);
        assertThat(rig.connectionCode(Signer.asymmetric("PS512", Signer.RSA.getPrivate(), "r", "{}")))
                .isEqualTo(GRANTED);
        assertThat(rig.connectionCode(Signer.asymmetric("ES256", Signer.P256.getPrivate(), "e", "{}")))
                .isEqualTo(GRANTED);
        assertThat(rig.connectionCode(Signer.asymmetric("ES512", Signer.P521.getPrivate(), "f", "{}")))
                .isEqualTo(GRANTED);
        assertThat(rig.connectionCode(Signer.asymmetric("EdDSA", Signer.ED25519.getPrivate(), "d", "{}")))
                .isEqualTo(GRANTED);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aTokenThatNamesNoKeyIsVerifiedByTheOnlyOneThatFits() {
        server.keys("/keys", jwk("r", Signer.RSA.getPublic(), ""), jwk("e", Signer.P256.getPublic(), ""));

        assertThat(rig.connectionCode(rs256("", Signer.RSA))).isEqualTo(GRANTED);
        assertThat(rig.connectionCode(rs256("", Signer.OTHER_RSA))).isEqualTo(3500);
    }

    @Test
    void aKeyIsNotUsedForWhatItIsNotMeantFor() {
        server.keys(
                "/keys",
                jwk("enc", Signer.RSA.getPublic(), "\"use\":\"enc\","),
                jwk("other", Signer.RSA.getPublic(), "\"alg\":\"RS512\","),
                "{\"kty\":\"EC\",\"kid\":\"off\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}",
                "{\"kty\":\"strange\"}",
                KeyServer.oct("secret", Signer.SECRET.getBytes(UTF_8)));

        assertThat(rig.connectionCode(rs256("enc", Signer.RSA))).isEqualTo(3500);
        rig.advanceSeconds(INTERVAL_SECONDS);
        assertThat(rig.connectionCode(rs256("other", Signer.RSA))).isEqualTo(3500);
        rig.advanceSeconds(INTERVAL_SECONDS);
        assertThat(rig.connectionCode(Signer.hmacWithHeader(
                        "{\"alg\":\"HS256\",\"kid\":\"secret\"}", "HS256", Signer.SECRET.getBytes(UTF_8), "{}")))
                .isEqualTo(3500);
    }

    @Test
    void aRotatedKeyIsFetchedWhenATokenNamesIt() {
        server.keys("/keys", rsa("old", Signer.RSA));
        assertThat(rig.connectionCode(rs256("old", Signer.RSA))).isEqualTo(GRANTED);

        server.keys("/keys", rsa("new", Signer.OTHER_RSA));
        rig.advanceSeconds(INTERVAL_SECONDS);

        assertThat(rig.connectionCode(rs256("new", Signer.OTHER_RSA))).isEqualTo(GRANTED);
        assertThat(rig.connectionCode(rs256("new", Signer.RSA))).isEqualTo(3500);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void aWithdrawnKeyServesNoLongerThanTenMinutesAndAFetch() {
        server.keys("/keys", rsa("old", Signer.RSA));
        assertThat(rig.connectionCode(rs256("old", Signer.RSA))).isEqualTo(GRANTED);
        server.keys("/keys", rsa("new", Signer.OTHER_RSA));

        rig.advanceSeconds(REFRESH_SECONDS);

        await().until(() -> {
            rig.advanceSeconds(INTERVAL_SECONDS);
            return rig.connectionCode(rs256("old", Signer.RSA)) == 3500;
        });
    }

    @Test
    void forgedKeyNamesCauseNoFloodOfFetches() {
        server.keys("/keys", rsa("k", Signer.RSA));
        assertThat(rig.connectionCode(rs256("k", Signer.RSA))).isEqualTo(GRANTED);

        for (int i = 0; i < 200; i++) {
            // Nobody knows whether the key is a new one before the endpoint may be asked again.
            assertThat(rig.connectionCode(rs256("forged" + i, Signer.OTHER_RSA)))
                    .isEqualTo(100);
        }
        assertThat(server.requests()).hasSize(1);
        assertThat(rig.connectionCode(rs256("k", Signer.RSA))).isEqualTo(GRANTED);

        rig.advanceSeconds(INTERVAL_SECONDS);
        assertThat(rig.connectionCode(rs256("forged", Signer.OTHER_RSA))).isEqualTo(3500);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void thoseWhoNeedTheKeysAtOnceShareOneFetch() {
        server.keys("/keys", rsa("k", Signer.RSA));
        server.hold();
        String token = rs256("k", Signer.RSA);

        List<Future<Verdict<ConnectionGrant>>> waiting =
                IntStream.range(0, 50).mapToObj(i -> rig.begin(token)).toList();
        await().until(() -> server.requests().size() == 1);
        server.release();

        assertThat(waiting).allSatisfy(future -> assertThat(VerifierRig.code(VerifierRig.outcome(future)))
                .isEqualTo(GRANTED));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void keysOnceHadAreUsedWhileTheEndpointIsDown() {
        server.keys("/keys", rsa("k", Signer.RSA));
        assertThat(rig.connectionCode(rs256("k", Signer.RSA))).isEqualTo(GRANTED);

        server.status(500);
        for (int i = 1; i <= 3; i++) {
            int before = i;
            rig.advanceSeconds(REFRESH_SECONDS);
            // Whoever comes while the refusal before is still on its way causes no fetch.
            await().until(() -> {
                assertThat(rig.connectionCode(rs256("k", Signer.RSA))).isEqualTo(GRANTED);
                return server.requests().size() == 1 + before;
            });
        }
    }

    @Test
    void withoutKeysTheClientMayTryAgainAndSucceedsOnceTheyAreThere() {
        assertThat(rig.connectionCode(rs256("k", Signer.RSA))).isEqualTo(100);
        server.keys("/keys", rsa("k", Signer.RSA));
        assertThat(rig.connectionCode(rs256("k", Signer.RSA))).isEqualTo(100);

        rig.advanceSeconds(INTERVAL_SECONDS);

        assertThat(rig.connectionCode(rs256("k", Signer.RSA))).isEqualTo(GRANTED);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void anEndpointThatCannotBeReachedIsATemporaryError() {
        rig.close();
        rig = VerifierRig.of(Map.of("token.jwks_public_endpoint", "http://127.0.0.1:1/keys"));

        assertThat(rig.connectionCode(rs256("k", Signer.RSA))).isEqualTo(100);
        assertThat(rig.subscriptionCode(rs256("k", Signer.RSA))).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[7]}", "{\"keys\":[]}"})
    void aDocumentThatIsNoKeySetIsATemporaryError(String document) {
        server.document("/keys", document);

        assertThat(rig.connectionCode(rs256("k", Signer.RSA))).isEqualTo(100);
    }

    @Test
    void aDocumentThatIsTooLongIsATemporaryError() {
        server.document("/keys", "{\"keys\":[" + rsa("k", Signer.RSA) + "],\"x\":\"" + "x".repeat(1 << 20) + "\"}");

        assertThat(rig.connectionCode(rs256("k", Signer.RSA))).isEqualTo(100);
    }

    @Test
    void tooManyKeysAreATemporaryError() {
        String[] keys = new String[101];
        Arrays.setAll(keys, i -> jwk("k" + i, Signer.ED25519.getPublic(), ""));
        server.keys("/keys", keys);

        assertThat(rig.connectionCode(Signer.asymmetric("EdDSA", Signer.ED25519.getPrivate(), "k1", "{}")))
                .isEqualTo(100);
    }

    @Test
    void theIssuerMayLeadToTheEndpoint() {
        rig.close();
        rig = VerifierRig.of(Map.of(
                "token.jwks_public_endpoint",
                server.address("/{{realm}}/keys"),
                "token.issuer_regex",
                "^https://id\\.example/(?P<realm>.+)$"));
        server.keys("/red/keys", rsa("k", Signer.RSA));
        server.keys("/blue/keys", rsa("k", Signer.OTHER_RSA));

        assertThat(rig.connectionCode(of("red", Signer.RSA))).isEqualTo(GRANTED);
        assertThat(rig.connectionCode(of("blue", Signer.OTHER_RSA))).isEqualTo(GRANTED);
        assertThat(rig.connectionCode(of("blue", Signer.RSA))).isEqualTo(3500);
        assertThat(server.requests()).containsExactly("/red/keys", "/blue/keys");
    }

    /** What would lead elsewhere than the operator meant. */
    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "red/../blue", "red%2f", "red?x=", "red#", "evil.example/x", "a b", "{{realm}}"})
    void anIssuerCannotLeadAstray(String realm) {
        rig.close();
        rig = VerifierRig.of(Map.of(
                "token.jwks_public_endpoint",
                server.address("/{{realm}}/keys"),
                "token.issuer_regex",
                "^https://id\\.example/(?P<realm>.+)$"));

        assertThat(rig.connectionCode(of(realm, Signer.RSA))).isEqualTo(3500);
        assertThat(server.requests()).isEmpty();
    }

    private static String of(String realm, KeyPair pair) {
        return Signer.asymmetric("RS256", pair.getPrivate(), "k", "{\"iss\":\"https://id.example/" + realm + "\"}");
    }

    @Test
    void aConfiguredKeyStandsBesideTheSet() {
        rig.close();
        rig = VerifierRig.of(Map.of(
                "token.jwks_public_endpoint", server.address("/keys"),
                "token.rsa_public_key", Signer.pem(Signer.RSA.getPublic())));
        server.keys("/keys", rsa("k", Signer.OTHER_RSA));

        assertThat(rig.connectionCode(rs256("any", Signer.RSA))).isEqualTo(GRANTED);
        assertThat(server.requests()).isEmpty();
        assertThat(rig.connectionCode(rs256("k", Signer.OTHER_RSA))).isEqualTo(GRANTED);
    }
}
