package io.sluice.loadtest.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.loadtest.client.Json;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs JSON Web Tokens as a back end would, by HS256; knows nothing of the gateway's code for them.
 *
 * @param lifetime how long each is good, in whole seconds
 */
record SignedTokens(String secret, Duration lifetime) {

    /** A token for the connect command of a user with {@code {"name":NAME}} as what others see of it. */
    String connection(String user, String name) {
        ObjectNode claims = Json.object().put("sub", user);
        claims.putObject("info").put("name", name);
        return signed(claims);
    }

    String subscription(String user, String channel) {
        return signed(Json.object().put("sub", user).put("channel", channel));
    }

    private String signed(ObjectNode claims) {
        claims.put("exp", Instant.now().getEpochSecond() + lifetime.toSeconds());
        String body = part("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8)) + "."
                + part(claims.toString().getBytes(UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return body + "." + part(mac.doFinal(body.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA256", e);
        }
    }

    private static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
