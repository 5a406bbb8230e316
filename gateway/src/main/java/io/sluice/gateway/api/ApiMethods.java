package io.sluice.gateway.api;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.protocol.ErrorCode;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The methods of the server API, free of HTTP. Their futures never fail: what goes wrong is an {@link ApiResult.Failure}.
 *
 * <p>Threading: any thread.
 */
public final class ApiMethods {

    private static final Logger log = LoggerFactory.getLogger(ApiMethods.class);

    private final Map<ApiMethod, Function<Record, Future<ApiResult>>> functions = new EnumMap<>(ApiMethod.class);

    public ApiMethods(
            PublishMethods publish,
            ClientMethods clients,
            PresenceMethods presence,
            HistoryMethods history,
            ClusterMethods cluster) {
        add(ApiMethod.PUBLISH, ApiRequests.Publish.class, publish::publish);
        add(ApiMethod.BROADCAST, ApiRequests.Broadcast.class, publish::broadcast);
        add(ApiMethod.SUBSCRIBE, ApiRequests.Subscribe.class, clients::subscribe);
        add(ApiMethod.UNSUBSCRIBE, ApiRequests.Unsubscribe.class, clients::unsubscribe);
        add(ApiMethod.DISCONNECT, ApiRequests.Disconnect.class, clients::disconnect);
        add(ApiMethod.REFRESH, ApiRequests.Refresh.class, clients::refresh);
        add(ApiMethod.PRESENCE, ApiRequests.Presence.class, presence::presence);
        add(ApiMethod.PRESENCE_STATS, ApiRequests.PresenceStats.class, presence::stats);
        add(ApiMethod.HISTORY, ApiRequests.History.class, history::history);
        add(ApiMethod.HISTORY_REMOVE, ApiRequests.HistoryRemove.class, history::remove);
        add(ApiMethod.CHANNELS, ApiRequests.Channels.class, cluster::channels);
        add(ApiMethod.INFO, ApiRequests.Info.class, cluster::info);
        add(ApiMethod.RPC, ApiRequests.Rpc.class, ApiMethods::rpc);
        add(ApiMethod.BATCH, ApiRequests.Batch.class, new BatchMethod(this::carryOut)::batch);
    }

    private <R extends Record> void add(
            ApiMethod method, Class<R> request, Function<? super R, Future<ApiResult>> function) {
        functions.put(method, given -> function.apply(request.cast(given)));
    }

    /** Calls {@code method} with a request of its type. */
    Future<ApiResult> call(ApiMethod method, Record request) {
        return call(method, request, "");
    }

    /** The same, because of the HTTP request of this id. */
    Future<ApiResult> call(ApiMethod method, Record request, String requestId) {
        Function<Record, Future<ApiResult>> function = functions.get(method);
        if (function == null) {
            return failed(ErrorCode.NOT_AVAILABLE);
        }
        return Future.succeededFuture(request).compose(function).otherwise(cause -> {
            log.warn(PEER, "server API call failed method={} request={}", method.wireName(), requestId, cause);
            return ApiResult.failure(ErrorCode.INTERNAL);
        });
    }

    /** Carries out one of several commands of a request. */
    Future<ApiResult> carryOut(ApiCommand command) {
        return command instanceof ApiCommand.Call call
                ? call(call.method(), call.request())
                : failed(((ApiCommand.Mistake) command).error());
    }

    /** No procedures are built in, and those of back ends are for clients. */
    private static Future<ApiResult> rpc(ApiRequests.Rpc request) {
        return failed(
                request.method() == null || request.method().isEmpty()
                        ? ErrorCode.BAD_REQUEST
                        : ErrorCode.METHOD_NOT_FOUND);
    }

    private static Future<ApiResult> failed(ErrorCode error) {
        return Future.succeededFuture(ApiResult.failure(error));
    }
}
