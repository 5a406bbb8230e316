package io.sluice.gateway.api;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.gateway.channel.ChannelRules;
import io.sluice.gateway.presence.PresenceStore;
import io.vertx.core.Future;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The methods about who is in a channel. */
public final class PresenceMethods {

    private final PresenceStore store;
    private final ChannelRules channels;

    public PresenceMethods(PresenceStore store, ChannelRules channels) {
        this.store = store;
        this.channels = channels;
    }

    Future<ApiResult> presence(ApiRequests.Presence request) {
        return look(request.channel(), channel -> store.members(channel).map(PresenceMethods::clients));
    }

    Future<ApiResult> stats(ApiRequests.PresenceStats request) {
        return look(request.channel(), channel -> store.stats(channel)
                .map(stats -> new ApiResults.PresenceStats(stats.clients(), stats.users())));
    }

    private Future<ApiResult> look(@Nullable String name, Function<String, Future<? extends Record>> question) {
        return RequestedChannel.of(channels, name)
                .then(channel -> channel.options().presence()
                        ? question.apply(channel.name().value()).map(ApiResult.Success::new)
                        : Future.succeededFuture(ApiResult.failure(ErrorCode.NOT_AVAILABLE)));
    }

    private static ApiResults.Presence clients(Map<String, ClientInfo> members) {
        Map<String, ApiResults.Client> clients = new TreeMap<>();
        members.forEach((id, info) -> clients.put(id, ApiResults.Client.of(info)));
        return new ApiResults.Presence(clients);
    }
}
