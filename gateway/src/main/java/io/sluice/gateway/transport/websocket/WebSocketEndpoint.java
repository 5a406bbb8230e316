package io.sluice.gateway.transport.websocket;

import static io.sluice.common.log.PeerCaused.PEER;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.timeout.IdleStateHandler;
import io.sluice.common.net.RequestId;
import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.PushCodec;
import io.sluice.common.protocol.json.JsonFrameCodec;
import io.sluice.common.protocol.json.JsonPushCodec;
import io.sluice.common.protocol.protobuf.ProtobufFrameCodec;
import io.sluice.gateway.auth.OriginPolicy;
import io.sluice.gateway.metrics.HandshakeOutcome;
import io.sluice.gateway.outbound.WireFormat;
import io.sluice.gateway.session.Handshake;
import io.sluice.gateway.session.LoopServices;
import io.sluice.gateway.session.TransportKind;
import io.sluice.gateway.transport.http.ConnectGate;
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
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts WebSocket clients on one event loop. Vert.x does the handshake; then {@link WebSocketConnection} takes Vert.x's place
 * in the channel's pipeline.
 *
 * <p>Requests that cannot become a WebSocket get 400, those of pages that are not allowed 403, those
 * that come while the node shuts down 503, those that the {@link ConnectGate} sends away 429 or 503, each with a reason in words.
 */
public final class WebSocketEndpoint {

    private static final Logger log = LoggerFactory.getLogger(WebSocketEndpoint.class);

    private static final String JSON_SUBPROTOCOL = "centrifuge-json";
    private static final String PROTOBUF_SUBPROTOCOL = "centrifuge-protobuf";
    private static final String EXTENSIONS_HEADER = "Sec-WebSocket-Extensions";
    private static final int UNAVAILABLE = 503;
    private static final String HANDLER_NAME = "sluice";
    private static final String EARLY_FRAMES_NAME = "early frames";

    private final WebSocketLoop loop;
    private final OriginPolicy origins;
    private final BooleanSupplier draining;
    private final ConnectGate gate;
    private final KeptHeaders keptHeaders;

    /**
     * An endpoint for one event loop.
     *
     * @param draining whether the node sends new clients away
     * @param gate lets in and sends away those that want to become a client
     * @param keptHeaders names of the headers that a connection keeps for back ends to see
     */
    public WebSocketEndpoint(
            LoopServices services,
            WebSocketSettings settings,
            OriginPolicy origins,
            BooleanSupplier draining,
            ConnectGate gate,
            Set<String> keptHeaders) {
        JsonFrameCodec json = new JsonFrameCodec();
        ProtobufFrameCodec protobuf = new ProtobufFrameCodec();
        this.loop = new WebSocketLoop(
                services,
                TransportKind.WEBSOCKET,
                json::decode,
                new JsonTextFormat(json),
                protobuf::decode,
                new ProtobufBinaryFormat(protobuf),
                settings.compression() ? DeflateLoop.of(json, protobuf, settings, services.counters()) : null,
                settings.messageSizeLimit(),
                settings.writeTimeout());
        this.origins = origins;
        this.draining = draining;
        this.gate = gate;
        this.keptHeaders = new KeptHeaders(keptHeaders);
    }

    private WebSocketEndpoint(
            WebSocketLoop loop,
            OriginPolicy origins,
            BooleanSupplier draining,
            ConnectGate gate,
            Set<String> keptHeaders) {
        this.loop = loop;
        this.origins = origins;
        this.draining = draining;
        this.gate = gate;
        this.keptHeaders = new KeptHeaders(keptHeaders);
    }

    /** An endpoint for clients that only listen: their one message, or the parameter {@code cf_connect}, is a connect object. */
    public static WebSocketEndpoint unidirectional(
            LoopServices services,
            UniWebSocketSettings settings,
            OriginPolicy origins,
            BooleanSupplier draining,
            ConnectGate gate,
            Set<String> keptHeaders) {
        PushCodec codec = new JsonPushCodec();
        FrameDecoder connects = (frame, offset, length) -> List.of(codec.decodeConnect(frame, offset, length));
        WireFormat format = new PushTextFormat(codec);
        return new WebSocketEndpoint(
                new WebSocketLoop(
                        services,
                        TransportKind.UNI_WEBSOCKET,
                        connects,
                        format,
                        connects,
                        format,
                        null,
                        settings.messageSizeLimit(),
                        settings.writeTimeout()),
                origins,
                draining,
                gate,
                keptHeaders);
    }

    /** Prepares the server for endpoints of both kinds: frame limit and subprotocols, and no compression, which is done here. */
    public static void configure(
            HttpServerOptions options, WebSocketSettings settings, UniWebSocketSettings listeners) {
        options.setMaxWebSocketFrameSize(Math.max(settings.messageSizeLimit(), listeners.messageSizeLimit()))
                .setWebSocketSubProtocols(List.of(JSON_SUBPROTOCOL, PROTOBUF_SUBPROTOCOL))
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
            refuse(request, UNAVAILABLE, "this node is shutting down: connect again");
        } else if (gate.admits(request)) {
            upgrade(request);
        } else {
            loop.services().counters().handshake(HandshakeOutcome.REFUSED);
        }
    }

    private void upgrade(HttpServerRequest request) {
        List<Command> opening;
        try {
            opening = opening(request);
        } catch (MalformedFrameException e) {
            refuse(request, 400, "expected a connect object in the parameter cf_connect: " + e.getMessage());
            return;
        }
        Handshake handshake =
                Handshake.begin(request, loop.kind(), loop.services().tracing());
        boolean listens = loop.kind().unidirectional();
        boolean framePings = !listens && "true".equals(request.getParam("cf_ws_frame_ping_pong"));
        DeflateLoop deflate = agreedDeflate(request);
        EarlyFrames earlyFrames = new EarlyFrames();
        ChannelPipeline pipeline =
                ((VertxConnection) request.connection()).channelHandlerContext().pipeline();
        pipeline.addBefore(pipeline.context(VertxHandler.class).name(), EARLY_FRAMES_NAME, earlyFrames);
        request.toWebSocket()
                .onSuccess(socket -> takeOver(
                        socket,
                        new Agreement(
                                !listens && isProtobuf(request, socket),
                                deflate,
                                framePings,
                                opening,
                                keptHeaders.of(request.headers())),
                        handshake))
                .onFailure(cause -> {
                    loop.services().counters().handshake(HandshakeOutcome.INVALID);
                    handshake.broken();
                    log.debug(PEER, "handshake failed request={} cause={}", handshake.requestId(), cause.toString());
                })
                .onComplete(done -> pipeline.remove(earlyFrames));
    }

    private List<Command> opening(HttpServerRequest request) {
        String connect = loop.kind().unidirectional() ? request.getParam("cf_connect") : null;
        if (connect == null) {
            return List.of();
        }
        byte[] bytes = connect.getBytes(UTF_8);
        return loop.json().decode(bytes, 0, bytes.length);
    }

    /** What the connection compresses with; null, and nothing in the answer, if the two sides do not agree on it. */
    private @Nullable DeflateLoop agreedDeflate(HttpServerRequest request) {
        DeflateLoop deflate = loop.deflate();
        Optional<DeflateOffer> offer = deflate == null
                ? Optional.empty()
                : DeflateOffer.firstAcceptable(request.headers().getAll(EXTENSIONS_HEADER));
        if (offer.isEmpty()) {
            return null;
        }
        request.response().putHeader(EXTENSIONS_HEADER, offer.get().answer());
        return deflate;
    }

    private static Optional<String> unsuitable(HttpServerRequest request) {
        if (!HttpMethod.GET.equals(request.method())
                || !"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            return Optional.of("this is a WebSocket endpoint: expected a GET request with Upgrade: websocket");
        }
        return Optional.empty();
    }

    /** Whether the handshake chose protobuf, by a subprotocol or, for clients that cannot set one, by the query. */
    private static boolean isProtobuf(HttpServerRequest request, ServerWebSocket socket) {
        return PROTOBUF_SUBPROTOCOL.equals(socket.subProtocol())
                || "protobuf".equals(request.getParam("cf_protocol"))
                || "protobuf".equals(request.getParam("format"));
    }

    private void refuse(HttpServerRequest request, int status, String reason) {
        loop.services()
                .counters()
                .handshake(status == UNAVAILABLE ? HandshakeOutcome.REFUSED : HandshakeOutcome.INVALID);
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(reason + "\n")
                .onFailure(cause -> log.debug(
                        PEER, "refusal not sent request={} cause={}", RequestId.of(request), cause.toString()));
    }

    /** The one place that knows how Vert.x arranges its pipeline; a test holds it. */
    private void takeOver(ServerWebSocket socket, Agreement agreement, Handshake handshake) {
        ChannelPipeline pipeline =
                ((WebSocketInternal) socket).channelHandlerContext().pipeline();
        if (pipeline.get(IdleStateHandler.class) != null) {
            pipeline.remove(IdleStateHandler.class); // Guards the time before the handshake only.
        }
        if (agreement.deflate() != null) {
            allowReservedBits(pipeline);
        }
        pipeline.replace(
                pipeline.get(VertxHandler.class), HANDLER_NAME, new WebSocketConnection(loop, agreement, handshake));
    }

    /**
     * Vert.x's decoder takes reserved bits only together with Vert.x's own compression. Bytes behind the handshake that it holds
     * move to the new one, but not the half of a frame that it has read already: clients must await the answer before they send.
     */
    private void allowReservedBits(ChannelPipeline pipeline) {
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .allowExtensions(true)
                .maxFramePayloadLength(loop.maxMessageBytes())
                .closeOnProtocolViolation(false)
                .build();
        ChannelHandlerContext present = pipeline.context(WebSocket13FrameDecoder.class);
        pipeline.replace(present.name(), present.name(), new WebSocket13FrameDecoder(config));
    }
}
