package io.sluice.gateway.api;

import io.sluice.common.protocol.Payload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request bodies of the server API. Absent fields are null; unknown ones are ignored. Names are written in snake case on the
 * wire.
 */
final class ApiRequests {

    private ApiRequests() {}

    record Publish(
            @Nullable String channel,
            @Nullable Payload data,
            @Nullable String b64data,
            @Nullable Boolean skipHistory,
            @Nullable Map<String, String> tags,
            @Nullable String idempotencyKey,
            @Nullable Boolean delta,
            @Nullable Long version,
            @Nullable String versionEpoch) {

        Content content() {
            return new Content(data, b64data, skipHistory, tags, idempotencyKey, delta, version, versionEpoch);
        }
    }

    record Broadcast(
            @Nullable List<String> channels,
            @Nullable Payload data,
            @Nullable String b64data,
            @Nullable Boolean skipHistory,
            @Nullable Map<String, String> tags,
            @Nullable String idempotencyKey,
            @Nullable Boolean delta,
            @Nullable Long version,
            @Nullable String versionEpoch) {

        Content content() {
            return new Content(data, b64data, skipHistory, tags, idempotencyKey, delta, version, versionEpoch);
        }
    }

    /** What publish and broadcast have in common. */
    record Content(
            @Nullable Payload data,
            @Nullable String b64data,
            @Nullable Boolean skipHistory,
            @Nullable Map<String, String> tags,
            @Nullable String idempotencyKey,
            @Nullable Boolean delta,
            @Nullable Long version,
            @Nullable String versionEpoch) {}

    record Subscribe(
            @Nullable String channel,
            @Nullable String user,
            @Nullable String client,
            @Nullable String session,
            @Nullable Long expireAt,
            @Nullable Payload info,
            @Nullable String b64info,
            @Nullable Payload data,
            @Nullable String b64data,
            @Nullable Position recoverSince,
            @Nullable OptionOverride override) {}

    /** Options of the namespace that hold otherwise for one subscription. */
    record OptionOverride(
            @Nullable Flag presence,
            @Nullable Flag joinLeave,
            @Nullable Flag forceRecovery,
            @Nullable Flag forcePositioning,
            @Nullable Flag forcePushJoinLeave) {}

    /** A wrapped boolean, so that an absent one differs from false. */
    record Flag(@Nullable Boolean value) {}

    record Position(@Nullable Long offset, @Nullable String epoch) {}

    record Unsubscribe(
            @Nullable String channel, @Nullable String user, @Nullable String client, @Nullable String session) {}

    record Disconnect(
            @Nullable String user,
            @Nullable String client,
            @Nullable String session,
            @Nullable List<String> whitelist,
            @Nullable Reason disconnect) {}

    /** How a client is told that it is disconnected. */
    record Reason(@Nullable Integer code, @Nullable String reason) {}

    record Refresh(
            @Nullable String user,
            @Nullable String client,
            @Nullable String session,
            @Nullable Boolean expired,
            @Nullable Long expireAt,
            @Nullable Payload info) {}

    record Presence(@Nullable String channel) {}

    record PresenceStats(@Nullable String channel) {}

    record History(
            @Nullable String channel, @Nullable Integer limit, @Nullable Position since, @Nullable Boolean reverse) {}

    record HistoryRemove(@Nullable String channel) {}

    record Channels(@Nullable String pattern) {}

    /** Asks for nothing in particular. */
    record Info() {}

    record Rpc(@Nullable String method, @Nullable Payload params) {}

    record Batch(@Nullable List<@Nullable BatchCommand> commands, @Nullable Boolean parallel) {}

    /** What a method that is not offered was asked. */
    record NotOffered() {}
}
