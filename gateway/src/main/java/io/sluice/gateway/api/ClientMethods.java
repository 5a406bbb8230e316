package io.sluice.gateway.api;

import static java.util.Objects.requireNonNullElse;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.auth.ChannelOverride;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.channel.ChannelRules;
import io.sluice.gateway.session.ClientTarget;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The methods that do something to clients, wherever they are connected. They succeed when all nodes have been told; whether
 * there was such a client, nobody says.
 */
public final class ClientMethods {

    /** Most connections that a disconnect spares; it travels to all nodes as one small message. */
    static final int MAX_SPARED = 1000;

    private final ClientOrders orders;
    private final ChannelRules channels;

    public ClientMethods(ClientOrders orders, ChannelRules channels) {
        this.orders = orders;
        this.channels = channels;
    }

    Future<ApiResult> subscribe(ApiRequests.Subscribe request) {
        return RequestedChannel.of(channels, request.channel()).then(channel -> {
            Optional<SubscriptionGrant> grant = grant(request);
            Optional<StreamPosition> since = HistoryMethods.position(request.recoverSince());
            if (grant.isEmpty()
                    || since.filter(position -> position.offset() < 0).isPresent()) {
                return badRequest();
            }
            return give(new ClientOrder.Subscribe(
                    target(request.user(), request.client(), request.session()),
                    channel.name().value(),
                    grant.get(),
                    since));
        });
    }

    Future<ApiResult> unsubscribe(ApiRequests.Unsubscribe request) {
        ClientTarget target = target(request.user(), request.client(), request.session());
        String channel = requireNonNullElse(request.channel(), "");
        return channel.isEmpty()
                ? give(new ClientOrder.Unsubscribe(target, channel))
                : RequestedChannel.of(channels, channel)
                        .then(found -> give(
                                new ClientOrder.Unsubscribe(target, found.name().value())));
    }

    Future<ApiResult> disconnect(ApiRequests.Disconnect request) {
        List<String> spared = requireNonNullElse(request.whitelist(), List.of());
        Optional<Disconnect> disconnect = reason(request.disconnect());
        return disconnect.isEmpty()
                        || spared.size() > MAX_SPARED
                        || spared.stream().anyMatch(Objects::isNull)
                ? badRequest()
                : give(new ClientOrder.Disconnected(
                        target(request.user(), request.client(), request.session()),
                        Set.copyOf(spared),
                        disconnect.get()));
    }

    Future<ApiResult> refresh(ApiRequests.Refresh request) {
        long expireAt = requireNonNullElse(request.expireAt(), 0L);
        return expireAt < 0
                ? badRequest()
                : give(new ClientOrder.Refresh(
                        target(request.user(), request.client(), request.session()),
                        Boolean.TRUE.equals(request.expired()),
                        expireAt,
                        Optional.ofNullable(request.info()).filter(info -> !info.isEmpty())));
    }

    private Future<ApiResult> give(ClientOrder order) {
        return orders.give(order).map(onItsWay -> new ApiResult.Success(new ApiResults.Done()));
    }

    /** Where nothing is said the anonymous user is meant, as libraries leave an empty user out; and never everybody. */
    private static ClientTarget target(@Nullable String user, @Nullable String client, @Nullable String session) {
        String connection = requireNonNullElse(client, "");
        String secret = requireNonNullElse(session, "");
        boolean anyUser = user == null && !(connection.isEmpty() && secret.isEmpty());
        return new ClientTarget(
                anyUser ? Optional.empty() : Optional.of(requireNonNullElse(user, "")), connection, secret);
    }

    private static Optional<SubscriptionGrant> grant(ApiRequests.Subscribe request) {
        long expireAt = requireNonNullElse(request.expireAt(), 0L);
        Optional<Payload> info = payload(request.info(), request.b64info());
        Optional<Payload> data = payload(request.data(), request.b64data());
        return expireAt < 0 || info.isEmpty() || data.isEmpty()
                ? Optional.empty()
                : Optional.of(new SubscriptionGrant(
                        info.get(), data.get(), expireAt, override(request.override()), Optional.empty(), 0));
    }

    /** Empty if the base64 is none; it wins over the plain field. */
    private static Optional<Payload> payload(@Nullable Payload plain, @Nullable String base64) {
        return base64 == null || base64.isEmpty()
                ? Optional.of(requireNonNullElse(plain, Payload.EMPTY))
                : Base64Payload.decode(base64, false);
    }

    private static ChannelOverride override(ApiRequests.@Nullable OptionOverride given) {
        return given == null
                ? ChannelOverride.NONE
                : new ChannelOverride(
                        value(given.presence()),
                        value(given.joinLeave()),
                        value(given.forceRecovery()),
                        value(given.forcePositioning()),
                        value(given.forcePushJoinLeave()));
    }

    /** A flag without a value is false, as it is for those who leave false out. */
    private static Optional<Boolean> value(ApiRequests.@Nullable Flag flag) {
        return flag == null ? Optional.empty() : Optional.of(Boolean.TRUE.equals(flag.value()));
    }

    private static Optional<Disconnect> reason(ApiRequests.@Nullable Reason given) {
        Disconnect usual = DisconnectCode.FORCE_DISCONNECT.disconnect();
        if (given == null) {
            return Optional.of(usual);
        }
        String reason = requireNonNullElse(given.reason(), "");
        try {
            return Optional.of(new Disconnect(
                    requireNonNullElse(given.code(), usual.code()), reason.isEmpty() ? usual.reason() : reason));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Future<ApiResult> badRequest() {
        return Future.succeededFuture(ApiResult.failure(ErrorCode.BAD_REQUEST));
    }
}
