package io.sluice.gateway.api;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.log.CauseChain;
import io.sluice.common.protocol.ErrorCode;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
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

    private static final String FAILED = "server API call failed method={} request={} cause={}";

    /** By method: what answers its request, told the id of the HTTP request. */
    private final Map<ApiMethod, BiFunction<Record, String, Future<ApiResult>>> functions =
            new EnumMap<>(ApiMethod.class);

    public ApiMethods(
            PublishMethods publish,
            ClientMethods clients,
            PresenceMethods presence,
            HistoryMethods history,
            ClusterMethods cluster) {
        add(ApiMethod.PUBLISH, ApiRequests.Publish.class, publish::publish);
        functions.put(
                ApiMethod.BROADCAST,
                (given, requestId) -> publish.broadcast(
                        (ApiRequests.Broadcast) given, cause -> failure(ApiMethod.BROADCAST, requestId, cause)));
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
        functions.put(ApiMethod.BATCH, this::batch);
    }

    private <R extends Record> void add(
            ApiMethod method, Class<R> request, Function<? super R, Future<ApiResult>> function) {
        functions.put(method, (given, requestId) -> function.apply(request.cast(given)));
    }

    /** Calls {@code method} with a request of its type. */
    Future<ApiResult> call(ApiMethod method, Record request) {
        return call(method, request, "");
    }

    /** The same, because of the HTTP request of this id. */
    Future<ApiResult> call(ApiMethod method, Record request, String requestId) {
        BiFunction<Record, String, Future<ApiResult>> function = functions.get(method);
        if (function == null) {
            return failed(ErrorCode.NOT_AVAILABLE);
        }
        return Future.succeededFuture(request)
                .compose(given -> function.apply(given, requestId))
                .otherwise(cause -> failure(method, requestId, cause));
    }

    /** Mostly a Redis that does not answer, or refuses; the caller is told nothing of it but that it may try again. */
    private static ApiResult failure(ApiMethod method, String requestId, Throwable cause) {
        String causes = CauseChain.of(cause);
        log.warn(PEER, FAILED, method.wireName(), requestId, causes);
        log.debug(PEER, FAILED, method.wireName(), requestId, causes, cause);
        return ApiResult.failure(ErrorCode.INTERNAL);
    }

    /** Carries out commands that came in the HTTP request of this id; each sees what those before it have done. */
    Future<List<ApiResult>> oneByOne(List<ApiCommand> commands, String requestId) {
        return commandsOf(requestId).oneByOne(commands);
    }

    private Future<ApiResult> batch(Record request, String requestId) {
        return new BatchMethod(commandsOf(requestId)).batch((ApiRequests.Batch) request);
    }

    private CommandSequence commandsOf(String requestId) {
        return new CommandSequence(command -> command instanceof ApiCommand.Call call
                ? call(call.method(), call.request(), requestId)
                : failed(((ApiCommand.Mistake) command).error()));
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
