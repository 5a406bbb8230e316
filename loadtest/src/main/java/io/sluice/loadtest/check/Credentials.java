package io.sluice.loadtest.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.loadtest.client.Json;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** By what a client is let in: nothing, a token that somebody made, or tokens that it signs itself for the occasion. */
public sealed interface Credentials {

    /** Who the client says it is when it signs its own tokens. */
    String USER = "sluice-check";

    /** The token of the connect command. */
    Optional<String> connection();

    /** The token of the subscribe command. */
    Optional<String> subscription(String channel);

    /** For gateways that let clients in without a token. */
    record None() implements Credentials {
        @Override
        public Optional<String> connection() {
            return Optional.empty();
        }

        @Override
        public Optional<String> subscription(String channel) {
            return Optional.empty();
        }
    }

    /** A connection token; the channel has to be open to its user. */
    record Given(String token) implements Credentials {
        @Override
        public Optional<String> connection() {
            return Optional.of(token);
        }

        @Override
        public Optional<String> subscription(String channel) {
            return Optional.empty();
        }
    }

    /**
     * Tokens signed by HS256.
     *
     * @param secret the gateway's {@code client.token.hmac_secret_key}; not empty
     * @param expiresUnixSeconds the moment until which they are good
     */
    record Signed(String secret, long expiresUnixSeconds) implements Credentials {
        private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
        private static final String ALGORITHM = "HmacSHA256";

        @Override
        public Optional<String> connection() {
            return Optional.of(signed(Json.object()));
        }

        @Override
        public Optional<String> subscription(String channel) {
            return Optional.of(signed(Json.object().put("channel", channel)));
        }

        private String signed(ObjectNode claims) {
            claims.put("sub", USER).put("exp", expiresUnixSeconds);
            String body =
                    part(HEADER.getBytes(UTF_8)) + "." + part(claims.toString().getBytes(UTF_8));
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
                return body + "." + part(mac.doFinal(body.getBytes(UTF_8)));
            } catch (NoSuchAlgorithmException | InvalidKeyException e) {
                throw new IllegalStateException("every Java has " + ALGORITHM, e);
            }
        }

        private static String part(byte[] bytes) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
    }
}
