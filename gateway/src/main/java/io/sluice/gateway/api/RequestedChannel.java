package io.sluice.gateway.api;

import io.sluice.common.protocol.ErrorCode;
import io.sluice.gateway.channel.ChannelLookup;
import io.sluice.gateway.channel.ChannelRules;
import io.vertx.core.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The channel that a request names, or the reason why there is none. */
record RequestedChannel(ChannelLookup lookup) {

    static RequestedChannel of(ChannelRules rules, @Nullable String name) {
        return new RequestedChannel(name == null ? new ChannelLookup.Malformed() : rules.lookup(name));
    }

    /** What {@code action} does with the channel. */
    Future<ApiResult> then(Function<ChannelLookup.Found, Future<ApiResult>> action) {
        return lookup instanceof ChannelLookup.Found found
                ? action.apply(found)
                : Future.succeededFuture(ApiResult.failure(
                        lookup instanceof ChannelLookup.UnknownNamespace
                                ? ErrorCode.UNKNOWN_CHANNEL
                                : ErrorCode.BAD_REQUEST));
    }
}
