package io.sluice.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.common.protocol.ErrorCode;
import io.sluice.gateway.auth.ApiKey;
import io.sluice.gateway.metrics.ApiCounters;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server API over HTTP: {@code POST <prefix>/<method>} with a JSON object.
 *
 * <p>Errors of a method are status 200 with an error object, or a status of their own where the settings or the request ask for
 * it. Before a method is reached: 401 without the key, 413 for a body above the limit, 400 with a reason for one that does
 * not parse, 404 for an unknown method, 405 for anything but POST.
 *
 * <p>Threading: one object serves all event loops.
 */
public final class ServerApi {

    private static final Logger log = LoggerFactory.getLogger(ServerApi.class);

    private static final String ERROR_MODE_HEADER = "X-Centrifugo-Error-Mode";
    private static final int PAYLOAD_TOO_LARGE = 413;
    private static final String JSON_TYPE = "application/json";

    private final HttpApiSettings settings;
    private final ApiKey key;
    private final ApiCounters counters;
    private final Map<String, Function<byte[], Future<ApiResult>>> methods;

    public ServerApi(HttpApiSettings settings, ApiMethods methods, ApiCounters counters) {
        this.settings = settings;
        this.key = new ApiKey(settings.key(), settings.insecure());
        this.counters = counters;
        BatchMethod batch = new BatchMethod(methods);
        this.methods = Map.of(
                "publish", body -> methods.publish(ApiJson.read(body, ApiRequests.Publish.class)),
                "broadcast", body -> methods.broadcast(ApiJson.read(body, ApiRequests.Broadcast.class)),
                "batch", body -> batch.batch(ApiJson.read(body, ApiRequests.Batch.class)),
                "info", body -> methods.info(),
                "channels", body -> methods.channels(ApiJson.read(body, ApiRequests.Channels.class)));
    }

    /** Adds the API's routes; the key is checked before the body is read. */
    public void mount(Router router) {
        String path = settings.handlerPrefix() + "/:method";
        router.route(path).handler(this::admit);
        router.route(path)
                .handler(BodyHandler.create(false).setBodyLimit(settings.maxRequestBodySize()))
                .handler(this::call)
                .failureHandler(this::refuseBody);
    }

    private void admit(RoutingContext context) {
        var request = context.request();
        if (!methods.containsKey(context.pathParam("method"))) {
            text(context, 404, "unknown method: expected one of " + String.join(", ", methods.keySet()));
        } else if (!HttpMethod.POST.equals(request.method())) {
            context.response().putHeader(HttpHeaders.ALLOW, "POST");
            text(context, 405, "expected POST");
        } else if (key.admits(
                request.getHeader("X-API-Key"),
                request.getHeader(HttpHeaders.AUTHORIZATION),
                request.getParam("api_key"))) {
            context.next();
        } else {
            text(context, 401, "expected the API key in the header X-API-Key; see the setting http_api.key");
        }
    }

    private void refuseBody(RoutingContext context) {
        if (context.statusCode() == PAYLOAD_TOO_LARGE) {
            text(context, PAYLOAD_TOO_LARGE, "the body is larger than " + settings.maxRequestBodySize() + " bytes");
        } else {
            log.debug("request failed status={}", context.statusCode(), context.failure());
            text(context, context.statusCode() > 0 ? context.statusCode() : 500, "the request failed");
        }
    }

    private void call(RoutingContext context) {
        String method = context.pathParam("method");
        Buffer body = context.body().buffer();
        Function<byte[], Future<ApiResult>> function = methods.get(method);
        if (function == null) {
            context.fail(404);
            return;
        }
        try {
            function.apply(body == null ? new byte[0] : body.getBytes())
                    .onSuccess(result -> answer(context, method, result))
                    .onFailure(cause -> failed(context, method, cause));
        } catch (ApiBodyException e) {
            counters.increment(method, "malformed");
            text(context, 400, "malformed body: " + e.getMessage());
        }
    }

    private void answer(RoutingContext context, String method, ApiResult result) {
        boolean failure = result instanceof ApiResult.Failure;
        counters.increment(method, failure ? "error" : "ok");
        HttpServerResponse response = context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON_TYPE);
        if (result instanceof ApiResult.Failure failed && transportErrors(context)) {
            response.setStatusCode(status(failed.error()));
            end(response, ApiJson.write(ApiResult.errorObject(failed.error())));
        } else {
            end(response, ApiJson.write(result.envelope()));
        }
    }

    private void failed(RoutingContext context, String method, Throwable cause) {
        log.warn("server API call failed method={}", method, cause);
        answer(context, method, ApiResult.failure(ErrorCode.INTERNAL));
    }

    private boolean transportErrors(RoutingContext context) {
        return settings.errorMode() == HttpApiSettings.ErrorMode.TRANSPORT
                || "transport".equalsIgnoreCase(context.request().getHeader(ERROR_MODE_HEADER));
    }

    private static int status(ErrorCode error) {
        return switch (error) {
            case UNKNOWN_CHANNEL, METHOD_NOT_FOUND -> 404;
            case BAD_REQUEST, NOT_AVAILABLE -> 400;
            case UNRECOVERABLE_POSITION -> 416;
            case CONCURRENT_PAGINATION -> 409;
            default -> 500;
        };
    }

    private static void text(RoutingContext context, int status, String reason) {
        HttpServerResponse response = context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
        end(response, (reason + "\n").getBytes(UTF_8));
    }

    private static void end(HttpServerResponse response, byte[] body) {
        response.end(Buffer.buffer(body)).onFailure(cause -> log.debug("answer not sent cause={}", cause.toString()));
    }
}
