package io.sluice.gateway.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.common.protocol.Payload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The request bodies of the server API. Absent fields are null; unknown ones are ignored. */
final class ApiRequests {

    private ApiRequests() {}

    /** What can be asked of a publication that this version cannot do is refused, not ignored. */
    record Publish(
            @Nullable String channel,
            @Nullable Payload data,
            byte @Nullable [] b64data,
            @Nullable Map<String, String> tags,
            @JsonProperty("idempotency_key") @Nullable String idempotencyKey,
            @Nullable Long version) {

        Content content() {
            return new Content(data, b64data, tags, idempotencyKey, version);
        }
    }

    record Broadcast(
            @Nullable List<String> channels,
            @Nullable Payload data,
            byte @Nullable [] b64data,
            @Nullable Map<String, String> tags,
            @JsonProperty("idempotency_key") @Nullable String idempotencyKey,
            @Nullable Long version) {

        Content content() {
            return new Content(data, b64data, tags, idempotencyKey, version);
        }
    }

    /** What publish and broadcast have in common. */
    record Content(
            @Nullable Payload data,
            byte @Nullable [] b64data,
            @Nullable Map<String, String> tags,
            @Nullable String idempotencyKey,
            @Nullable Long version) {}

    /** Asks for nothing in particular. */
    record Info() {}

    record Channels(@Nullable String pattern) {}

    /** One object of a batch: exactly one of the fields is set. */
    record BatchCommand(
            @Nullable Publish publish,
            @Nullable Broadcast broadcast,
            @Nullable Info info,
            @Nullable Channels channels) {}

    record Batch(@Nullable List<@Nullable BatchCommand> commands, @Nullable Boolean parallel) {}
}
