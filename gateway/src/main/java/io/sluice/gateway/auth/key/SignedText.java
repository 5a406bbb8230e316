package io.sluice.gateway.auth.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import io.sluice.common.protocol.Payload;
import java.text.ParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A token taken apart, in the compact form of RFC 7515: nothing in it is trusted yet. */
public final class SignedText {

    /**
     * Most characters of a token. A frame from a client holds 64 KiB; a token with hundreds of channels needs a part of that,
     * and nothing longer is even decoded.
     */
    public static final int MAX_CHARACTERS = 32 * 1024;

    private static final int PARTS = 3;

    private final JWSHeader header;
    private final Payload claims;
    private final byte[] signingInput;
    private final Base64URL signature;

    private SignedText(JWSHeader header, Payload claims, byte[] signingInput, Base64URL signature) {
        this.header = header;
        this.claims = claims;
        this.signingInput = signingInput;
        this.signature = signature;
    }

    /**
     * The parts of a token; empty if it is none that could ever be verified: too long, not three parts in canonical base64url,
     * unsigned, encrypted, or with header parameters that have to be understood and are not.
     */
    public static Optional<SignedText> parse(String token) {
        if (token.length() > MAX_CHARACTERS || !isOfTheAlphabet(token)) {
            return Optional.empty();
        }
        String[] parts = token.split("\\.", -1);
        if (parts.length != PARTS || !isCanonical(parts[0]) || !isCanonical(parts[1]) || !isCanonical(parts[2])) {
            return Optional.empty();
        }
        try {
            JWSHeader header = JWSHeader.parse(new Base64URL(parts[0]));
            boolean demands = header.getCriticalParams() != null || !header.isBase64URLEncodePayload();
            if (demands) {
                return Optional.empty();
            }
            return Optional.of(new SignedText(
                    header,
                    Payload.binary(new Base64URL(parts[1]).decode()),
                    token.substring(0, token.lastIndexOf('.')).getBytes(US_ASCII),
                    new Base64URL(parts[2])));
        } catch (ParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The decoder of the library skips foreign characters, which would let one signature stand in many tokens. */
    private static boolean isOfTheAlphabet(String token) {
        return token.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '-'
                        || c == '_'
                        || c == '.');
    }

    private static boolean isCanonical(String part) {
        return !part.isEmpty()
                && Base64URL.encode(new Base64URL(part).decode()).toString().equals(part);
    }

    public JWSAlgorithm algorithm() {
        return header.getAlgorithm();
    }

    /** Which key the signer says it used; null if it does not say. */
    public @Nullable String keyId() {
        return header.getKeyID();
    }

    /** What the token claims: bytes that should be a JSON object. */
    public Payload claims() {
        return claims;
    }

    JWSHeader header() {
        return header;
    }

    byte[] signingInput() {
        return signingInput;
    }

    Base64URL signature() {
        return signature;
    }
}
