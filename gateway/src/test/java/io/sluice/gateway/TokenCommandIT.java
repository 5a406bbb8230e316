package io.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.SubscriptionToken;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.auth.Verdict.Granted;
import io.sluice.gateway.auth.token.JwtVerifier;
import io.sluice.gateway.auth.token.SubscriptionTokenSettings;
import io.sluice.gateway.auth.token.TokenSettings;
import io.sluice.gateway.testing.ChildProcess;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens as the command line prints them. */
class TokenCommandIT {

    private static final String SECRET = "a secret of more than thirty-two bytes";

    private final Vertx vertx = Vertx.vertx();
    private final JwtVerifier verifier = new JwtVerifier(
            vertx,
            new TokenSettings(SECRET, "", 0, "", "", "", "", "", "", "", "", ""),
            SubscriptionTokenSettings.SAME,
            false,
            System::currentTimeMillis);

    @TempDir
    private Path directory;

    @AfterEach
    void end() {
        var unused = vertx.close();
    }

    @Test
    void aConnectionTokenIsAcceptedByAGatewayWithTheSameSecret() throws IOException {
        String token = token(
                Map.of(),
                "--user",
                "ann",
                "--secret",
                SECRET,
                "--info",
                "{\"n\": 1}",
                "--channels",
                "a,b",
                "--meta",
                "7");

        ConnectionGrant grant = granted(verifier.connection(token).result());
        assertThat(grant.user()).isEqualTo("ann");
        assertThat(grant.info()).hasToString("{\"n\": 1}");
        assertThat(grant.meta()).hasToString("7");
        assertThat(grant.subscriptions()).containsOnlyKeys("a", "b");
        JsonNode claims = claims(token);
        assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isEqualTo(3600);
    }

    @Test
    void aSubscriptionTokenIsAcceptedAndTheSecretMayComeFromTheEnvironment() {
        String token = token(
                Map.of("SLUICE_CLIENT_TOKEN_HMAC_SECRET_KEY", SECRET),
                "--user",
                "ann",
                "--channel",
                "$room",
                "--ttl",
                "0",
                "--max-rate",
                "5");

        SubscriptionToken grant = granted(verifier.subscription(token).result());
        assertThat(grant.user()).isEqualTo("ann");
        assertThat(grant.channel()).isEqualTo("$room");
        assertThat(grant.grant().expireAt()).isZero();
        assertThat(grant.grant().maxRate()).isEqualTo(5);
    }

    @Test
    void whatIsConfiguredIsInTheToken() throws IOException {
        Path file = Files.writeString(
                directory.resolve("c.yaml"),
                "client:\n  token:\n    hmac_secret_key: " + SECRET
                        + "\n    issuer: me\n    audience: you\n    user_id_claim: uid\n");

        JsonNode claims = claims(token(Map.of(), "--user", "ann", "--config", file.toString()));

        assertThat(claims.get("iss").asText()).isEqualTo("me");
        assertThat(claims.get("aud").asText()).isEqualTo("you");
        assertThat(claims.get("uid").asText()).isEqualTo("ann");
        assertThat(claims.has("sub")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--user ann | client.token.hmac_secret_key is not set",
                "--secret s | --user",
                "--user ann --secret s --ttl soon | --ttl: expected a duration",
                "--user ann --secret s --info {a | --info is not JSON",
                "--user ann --secret s --max-rate 5 | --max-rate needs --channel",
                "--user ann --secret s --channel c --max-rate 501 | 0.001 to 500",
                "--user ann --secret s --channel c --channels d | --channels and --meta",
                "--user ann --config /nowhere/c.yaml | /nowhere/c.yaml"
            })
    void wrongUseIsExplained(String arguments, String message) {
        try (ChildProcess process = run(Map.of(), arguments.split(" "))) {
            assertThat(process.awaitEnd()).isEqualTo(2);
            assertThat(process.out()).noneMatch(TokenCommandIT::isToken);
            assertThat(process.err()).hasSize(1);
            assertThat(process.err().get(0)).startsWith("sluice: ").contains(message);
        }
    }

    private static String token(Map<String, String> environment, String... arguments) {
        try (ChildProcess process = run(environment, arguments)) {
            assertThat(process.awaitEnd()).isZero();
            assertThat(process.err()).isEmpty();
            return process.out().stream()
                    .filter(TokenCommandIT::isToken)
                    .reduce((first, second) -> Assertions.fail("two tokens"))
                    .orElseThrow();
        }
    }

    /** The class path of the tests has two log configurations, of which the log library tells on standard output. */
    private static boolean isToken(String line) {
        return line.startsWith("ey");
    }

    private static ChildProcess run(Map<String, String> environment, String... arguments) {
        return ChildProcess.gateway(
                environment,
                Stream.concat(Stream.of("token"), Arrays.stream(arguments)).toArray(String[]::new));
    }

    private static JsonNode claims(String token) throws IOException {
        byte[] json = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
        return new ObjectMapper().readTree(new String(json, UTF_8));
    }

    private static <T> T granted(Verdict<T> verdict) {
        return ((Granted<T>) verdict).grant();
    }
}
