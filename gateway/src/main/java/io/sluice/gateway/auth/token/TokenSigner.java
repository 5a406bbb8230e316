package io.sluice.gateway.auth.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.gateway.auth.key.HmacKey;
import java.util.Base64;

/** Makes tokens, signed by HS256. */
public final class TokenSigner {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private static final String HEADER = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

    private final HmacKey key;

    public TokenSigner(HmacKey key) {
        this.key = key;
    }

    /**
     * The token in compact form.
     *
     * @param claims a JSON object
     */
    public String sign(String claims) {
        String input = HEADER + "." + encoded(claims);
        return input + "." + BASE64.encodeToString(key.sign(input.getBytes(US_ASCII)));
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(UTF_8));
    }
}
