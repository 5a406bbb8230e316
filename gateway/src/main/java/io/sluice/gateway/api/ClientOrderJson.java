package io.sluice.gateway.api;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.auth.ChannelOverride;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.session.ClientTarget;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The form in which a {@link ClientOrder} goes from node to node: a JSON object whose {@code do} says which one it is. */
final class ClientOrderJson {

    private ClientOrderJson() {}

    static Buffer encode(ClientOrder order) {
        JsonObject json = target(order.target());
        if (order instanceof ClientOrder.Subscribe subscribe) {
            json.put("do", "subscribe").put("channel", subscribe.channel()).put("grant", grant(subscribe.grant()));
            subscribe.recoverSince().ifPresent(since -> json.put("offset", since.offset())
                    .put("epoch", since.epoch()));
        } else if (order instanceof ClientOrder.Unsubscribe unsubscribe) {
            json.put("do", "unsubscribe").put("channel", unsubscribe.channel());
        } else if (order instanceof ClientOrder.Disconnected disconnect) {
            json.put("do", "disconnect")
                    .put(
                            "spared",
                            new JsonArray(disconnect.spared().stream().sorted().toList()))
                    .put("code", disconnect.disconnect().code())
                    .put("reason", disconnect.disconnect().reason());
        } else if (order instanceof ClientOrder.Refresh refresh) {
            json.put("do", "refresh").put("expired", refresh.expired()).put("expireAt", refresh.expireAt());
            refresh.info().ifPresent(info -> json.put("info", payload(info)));
        }
        return json.toBuffer();
    }

    /**
     * The order that a node sent.
     *
     * @throws RuntimeException of some kind if it is none: another version's, or nonsense
     */
    static ClientOrder decode(Buffer bytes) {
        JsonObject json = new JsonObject(bytes);
        ClientTarget target = target(json);
        return switch (text(json, "do")) {
            case "subscribe" ->
                new ClientOrder.Subscribe(
                        target,
                        text(json, "channel"),
                        grant(json.getJsonObject("grant")),
                        json.containsKey("offset")
                                ? Optional.of(new StreamPosition(json.getLong("offset"), text(json, "epoch")))
                                : Optional.empty());
            case "unsubscribe" -> new ClientOrder.Unsubscribe(target, text(json, "channel"));
            case "disconnect" ->
                new ClientOrder.Disconnected(
                        target,
                        spared(json.getJsonArray("spared")),
                        new Disconnect(json.getInteger("code"), text(json, "reason")));
            case "refresh" ->
                new ClientOrder.Refresh(
                        target,
                        json.getBoolean("expired"),
                        json.getLong("expireAt"),
                        json.containsKey("info") ? Optional.of(payload(json.getJsonObject("info"))) : Optional.empty());
            default -> throw new IllegalArgumentException("unknown order " + text(json, "do"));
        };
    }

    private static JsonObject target(ClientTarget target) {
        JsonObject json = new JsonObject().put("client", target.client()).put("session", target.session());
        target.user().ifPresent(user -> json.put("user", user));
        return json;
    }

    private static ClientTarget target(JsonObject json) {
        return new ClientTarget(
                Optional.ofNullable(json.getString("user")), text(json, "client"), text(json, "session"));
    }

    private static JsonObject grant(SubscriptionGrant grant) {
        JsonObject override = new JsonObject();
        ChannelOverride given = grant.override();
        given.presence().ifPresent(value -> override.put("presence", value));
        given.joinLeave().ifPresent(value -> override.put("joinLeave", value));
        given.forceRecovery().ifPresent(value -> override.put("forceRecovery", value));
        given.forcePositioning().ifPresent(value -> override.put("forcePositioning", value));
        given.forcePushJoinLeave().ifPresent(value -> override.put("forcePushJoinLeave", value));
        return new JsonObject()
                .put("info", payload(grant.info()))
                .put("data", payload(grant.data()))
                .put("expireAt", grant.expireAt())
                .put("override", override);
    }

    private static SubscriptionGrant grant(JsonObject json) {
        JsonObject override = json.getJsonObject("override");
        return new SubscriptionGrant(
                payload(json.getJsonObject("info")),
                payload(json.getJsonObject("data")),
                json.getLong("expireAt"),
                new ChannelOverride(
                        flag(override, "presence"),
                        flag(override, "joinLeave"),
                        flag(override, "forceRecovery"),
                        flag(override, "forcePositioning"),
                        flag(override, "forcePushJoinLeave")),
                Optional.empty(),
                0);
    }

    private static Optional<Boolean> flag(JsonObject json, String name) {
        return Optional.ofNullable(json.getBoolean(name));
    }

    private static JsonObject payload(Payload payload) {
        return new JsonObject().put("bytes", payload.bytes()).put("binary", payload.isBinary());
    }

    private static Payload payload(JsonObject json) {
        byte[] bytes = json.getBinary("bytes");
        return json.getBoolean("binary") ? Payload.binary(bytes) : Payload.of(bytes);
    }

    private static Set<String> spared(JsonArray clients) {
        Set<String> spared = new LinkedHashSet<>();
        for (int i = 0; i < clients.size(); i++) {
            spared.add(clients.getString(i));
        }
        return spared;
    }

    private static String text(JsonObject json, String name) {
        String text = json.getString(name);
        if (text == null) {
            throw new IllegalArgumentException("an order without " + name);
        }
        return text;
    }
}
