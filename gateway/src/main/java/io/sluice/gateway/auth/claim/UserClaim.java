package io.sluice.gateway.auth.claim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.sluice.common.protocol.Payload;

/** The claim that holds the user's id, where it is another than {@code sub}. */
public record UserClaim(String name) {

    /**
     * The user's id; empty if the claim is missing.
     *
     * @throws ClaimException if it is no text
     */
    public String read(Payload claims) {
        JsonNode value = ClaimsJson.read(claims, JsonNode.class).path(name);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (value.getNodeType() != JsonNodeType.STRING) {
            throw new ClaimException(name + " is not a text");
        }
        return value.textValue();
    }
}
