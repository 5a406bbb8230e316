package io.sluice.gateway.api;

import static io.sluice.common.log.PeerCaused.PEER;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.common.net.RequestId;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.gateway.auth.ApiKey;
import io.sluice.gateway.metrics.ApiCounters;
import io.sluice.gateway.trace.Span;
import io.sluice.gateway.trace.TraceContext;
import io.sluice.gateway.trace.Tracing;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server API over HTTP: {@code POST <prefix>/<method>} with a JSON object, and in its legacy form {@code POST <prefix>} with one
 * or more objects that name their method.
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
    private static final String DOCUMENT_PATH = "/openapi.json";
    private static final int PAYLOAD_TOO_LARGE = 413;
    private static final String JSON_TYPE = "application/json";
    private static final String LEGACY = "legacy";

    private final HttpApiSettings settings;
    private final ApiKey key;
    private final ApiCounters counters;
    private final ApiMethods methods;
    private final Tracing tracing;
    private final Buffer document = ApiDocument.read();

    public ServerApi(HttpApiSettings settings, ApiMethods methods, ApiCounters counters, Tracing tracing) {
        this.settings = settings;
        this.key = new ApiKey(settings.key(), settings.previousKey(), settings.insecure());
        this.counters = counters;
        this.methods = methods;
        this.tracing = tracing;
    }

    /** Adds the API's routes; the key is checked before the body is read. */
    public void mount(Router router) {
        if (settings.openapi()) {
            router.get(DOCUMENT_PATH).handler(this::describe);
        }
        router.route(settings.handlerPrefix()).handler(this::admit);
        withBody(router.route(settings.handlerPrefix()))
                .handler(this::callLegacy)
                .failureHandler(this::refuseBody);
        String path = settings.handlerPrefix() + "/:method";
        router.route(path).handler(this::findMethod).handler(this::admit);
        withBody(router.route(path)).handler(this::call).failureHandler(this::refuseBody);
    }

    private Route withBody(Route route) {
        return route.handler(BodyHandler.create(false).setBodyLimit(settings.maxRequestBodySize()));
    }

    private void describe(RoutingContext context) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON_TYPE);
        end(context, document);
    }

    private void findMethod(RoutingContext context) {
        if (ApiMethod.named(context.pathParam("method")).isPresent()) {
            context.next();
        } else {
            String names = Arrays.stream(ApiMethod.values())
                    .filter(ApiMethod::offered)
                    .map(ApiMethod::wireName)
                    .collect(Collectors.joining(", "));
            text(context, 404, "unknown method: expected one of " + names);
        }
    }

    private void admit(RoutingContext context) {
        var request = context.request();
        if (!HttpMethod.POST.equals(request.method())) {
            context.response().putHeader(HttpHeaders.ALLOW, "POST");
            text(context, 405, "expected POST");
        } else if (key.admits(
                request.getHeader("X-API-Key"),
                request.getHeader(HttpHeaders.AUTHORIZATION),
                request.getParam("api_key"))) {
            // Else a body whose header calls it a form, as curl -d does, would be read as one, and refused above 8 KB.
            request.headers().set(HttpHeaders.CONTENT_TYPE, JSON_TYPE);
            context.next();
        } else {
            text(context, 401, "expected the API key in the header X-API-Key; see the setting http_api.key");
        }
    }

    private void refuseBody(RoutingContext context) {
        if (context.statusCode() == PAYLOAD_TOO_LARGE) {
            text(context, PAYLOAD_TOO_LARGE, "the body is larger than " + settings.maxRequestBodySize() + " bytes");
        } else {
            log.debug(
                    PEER,
                    "request failed status={} request={}",
                    context.statusCode(),
                    RequestId.of(context.request()),
                    context.failure());
            text(context, context.statusCode() > 0 ? context.statusCode() : 500, "the request failed");
        }
    }

    private void call(RoutingContext context) {
        ApiMethod method = ApiMethod.named(context.pathParam("method")).orElseThrow();
        Span span = begin(context, "/" + method.wireName());
        ApiCounters.Call counted = counters.begin(method.wireName());
        Record request;
        try {
            request = ApiJson.read(body(context), method.request());
        } catch (ApiBodyException e) {
            refuse(context, counted, e);
            end(span, "malformed body");
            return;
        }
        methods.call(method, request, RequestId.of(context.request())).onSuccess(result -> {
            counted.ended(!(result instanceof ApiResult.Failure));
            answer(context, result);
            end(
                    span,
                    result instanceof ApiResult.Failure failed
                            ? "error " + failed.error().code()
                            : "");
        });
    }

    private void callLegacy(RoutingContext context) {
        Span span = begin(context, "");
        ApiCounters.Call counted = counters.begin(LEGACY);
        List<ApiCommand> commands;
        try {
            commands = LegacyCommand.read(body(context));
        } catch (ApiBodyException e) {
            refuse(context, counted, e);
            end(span, "malformed body");
            return;
        }
        methods.oneByOne(commands, RequestId.of(context.request())).onSuccess(results -> {
            counted.ended(true);
            Buffer lines = Buffer.buffer();
            for (ApiResult result : results) {
                lines.appendBytes(ApiJson.write(result.envelope())).appendByte((byte) '\n');
            }
            context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON_TYPE);
            end(context, lines);
            end(span, "");
        });
    }

    private Span begin(RoutingContext context, String method) {
        return tracing.begin(
                "POST " + settings.handlerPrefix() + method, Tracing.Kind.SERVER, TraceContext.of(context.request()));
    }

    private static void end(Span span, String failure) {
        if (!failure.isEmpty()) {
            span.fail(failure);
        }
        span.end();
    }

    private void refuse(RoutingContext context, ApiCounters.Call counted, ApiBodyException mistake) {
        counted.ended(false);
        text(context, 400, "malformed body: " + mistake.getMessage());
    }

    private void answer(RoutingContext context, ApiResult result) {
        HttpServerResponse response = context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON_TYPE);
        if (result instanceof ApiResult.Failure failed && transportErrors(context)) {
            response.setStatusCode(status(failed.error()));
            end(context, Buffer.buffer(ApiJson.write(ApiResults.Failure.of(failed.error()))));
        } else {
            end(context, Buffer.buffer(ApiJson.write(result.envelope())));
        }
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

    private static byte[] body(RoutingContext context) {
        Buffer body = context.body().buffer();
        return body == null ? new byte[0] : body.getBytes();
    }

    private static void text(RoutingContext context, int status, String reason) {
        context.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
        end(context, Buffer.buffer((reason + "\n").getBytes(UTF_8)));
    }

    private static void end(RoutingContext context, Buffer body) {
        context.response()
                .end(body)
                .onFailure(cause -> log.debug(
                        PEER,
                        "answer not sent request={} cause={}",
                        RequestId.of(context.request()),
                        cause.toString()));
    }
}
