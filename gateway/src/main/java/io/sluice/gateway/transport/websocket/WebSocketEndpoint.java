package io.sluice.gateway.transport.websocket;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import io.sluice.common.protocol.json.JsonFrameCodec;
import io.sluice.gateway.auth.OriginPolicy;
import io.sluice.gateway.session.LoopServices;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.net.impl.VertxConnection;
import io.vertx.core.net.impl.VertxHandler;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts WebSocket clients on one event loop. Vert.x does the handshake; then {@link WebSocketConnection} takes Vert.x's place
 * in the channel's pipeline.
 *
 * <p>Requests that cannot become a WebSocket get 400, those of pages that are not allowed 403, those
 * that come while the node shuts down 503, each with a reason in words.
 */
public final class WebSocketEndpoint {

    private static final Logger log = LoggerFactory.getLogger(WebSocketEndpoint.class);

    private static final String JSON_SUBPROTOCOL = "centrifuge-json";
    private static final String PROTOBUF_SUBPROTOCOL = "centrifuge-protobuf";
    private static final String HANDLER_NAME = "sluice";
    private static final String EARLY_FRAMES_NAME = "early frames";

    private final WebSocketLoop loop;
    private final OriginPolicy origins;
    private final BooleanSupplier draining;

    public WebSocketEndpoint(
            LoopServices services, WebSocketSettings settings, OriginPolicy origins, BooleanSupplier draining) {
        JsonFrameCodec codec = new JsonFrameCodec();
        this.loop = new WebSocketLoop(
                services, codec, new JsonTextFormat(codec), settings.messageSizeLimit(), settings.writeTimeout());
        this.origins = origins;
        this.draining = draining;
    }

    /** Prepares the server for this endpoint: frame limit and subprotocols, and no compression. */
    public static void configure(HttpServerOptions options, WebSocketSettings settings) {
        options.setMaxWebSocketFrameSize(settings.messageSizeLimit())
                .setWebSocketSubProtocols(List.of(JSON_SUBPROTOCOL))
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
    }

    /** Answers a request for the endpoint; on its event loop. */
    public void handle(HttpServerRequest request) {
        Optional<String> unsuitable = unsuitable(request);
        if (unsuitable.isPresent()) {
            refuse(request, 400, unsuitable.get());
        } else if (!origins.allows(request.getHeader(HttpHeaders.ORIGIN), request.getHeader(HttpHeaders.HOST))) {
            refuse(request, 403, "pages of this origin may not connect; see the setting client.allowed_origins");
        } else if (draining.getAsBoolean()) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
            refuse(request, 503, "this node is shutting down: connect again");
        } else {
            boolean framePings = "true".equals(request.getParam("cf_ws_frame_ping_pong"));
            upgrade(request, framePings);
        }
    }

    private void upgrade(HttpServerRequest request, boolean framePings) {
        EarlyFrames earlyFrames = new EarlyFrames();
        ChannelPipeline pipeline =
                ((VertxConnection) request.connection()).channelHandlerContext().pipeline();
        pipeline.addBefore(pipeline.context(VertxHandler.class).name(), EARLY_FRAMES_NAME, earlyFrames);
        request.toWebSocket()
                .onSuccess(socket -> takeOver(socket, new WebSocketConnection(loop, framePings)))
                .onFailure(cause -> log.debug("handshake failed cause={}", cause.toString()))
                .onComplete(done -> pipeline.remove(earlyFrames));
    }

    private static Optional<String> unsuitable(HttpServerRequest request) {
        if (!HttpMethod.GET.equals(request.method())
                || !"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            return Optional.of("this is a WebSocket endpoint: expected a GET request with Upgrade: websocket");
        }
        List<String> offered = request.headers().getAll("Sec-WebSocket-Protocol");
        boolean protobuf = offered.stream().anyMatch(header -> header.contains(PROTOBUF_SUBPROTOCOL))
                && offered.stream().noneMatch(header -> header.contains(JSON_SUBPROTOCOL));
        if (protobuf
                || "protobuf".equals(request.getParam("cf_protocol"))
                || "protobuf".equals(request.getParam("format"))) {
            return Optional.of("the protobuf format is not available: use JSON");
        }
        return Optional.empty();
    }

    private static void refuse(HttpServerRequest request, int status, String reason) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(reason + "\n")
                .onFailure(cause -> log.debug("refusal not sent cause={}", cause.toString()));
    }

    /** The one place that knows how Vert.x arranges its pipeline; a test holds it. */
    private static void takeOver(ServerWebSocket socket, ChannelHandler handler) {
        ChannelPipeline pipeline =
                ((WebSocketInternal) socket).channelHandlerContext().pipeline();
        if (pipeline.get(IdleStateHandler.class) != null) {
            pipeline.remove(IdleStateHandler.class); // Guards the time before the handshake only.
        }
        pipeline.replace(pipeline.get(VertxHandler.class), HANDLER_NAME, handler);
    }
}
