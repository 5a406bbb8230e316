package io.sluice.gateway;

import io.sluice.common.protocol.PushCodec;
import io.sluice.common.protocol.json.JsonFrameCodec;
import io.sluice.common.protocol.json.JsonPushCodec;
import io.sluice.common.protocol.protobuf.ProtobufFrameCodec;
import io.sluice.gateway.auth.OriginPolicy;
import io.sluice.gateway.session.LoopServices;
import io.sluice.gateway.transport.emulation.EmulatedClients;
import io.sluice.gateway.transport.emulation.EmulationCodecs;
import io.sluice.gateway.transport.emulation.EmulationEndpoint;
import io.sluice.gateway.transport.http.ConnectGate;
import io.sluice.gateway.transport.http.HttpLoop;
import io.sluice.gateway.transport.http.HttpTransportSettings;
import io.sluice.gateway.transport.http.StreamEndpoint;
import io.sluice.gateway.transport.unidirectional.UnidirectionalClients;
import io.sluice.gateway.transport.websocket.WebSocketEndpoint;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;

/** The endpoints by which clients connect to one event loop: those that the settings enable, each at its path exactly. */
final class ClientEndpoints {

    private final GatewayParts parts;
    private final LoopServices services;
    private final OriginPolicy origins;
    private final ConnectGate gate;
    private final Map<String, Handler<HttpServerRequest>> byPath = new HashMap<>();

    ClientEndpoints(GatewayParts parts, LoopServices services) {
        this.parts = parts;
        this.services = services;
        this.origins = new OriginPolicy(parts.settings().client().allowedOrigins());
        this.gate =
                new ConnectGate(parts.admission(), parts.settings().httpServer().trustedHops());
    }

    Map<String, Handler<HttpServerRequest>> byPath() {
        GatewaySettings settings = parts.settings();
        if (!settings.websocket().disabled()) {
            WebSocketEndpoint sockets = new WebSocketEndpoint(
                    services, settings.websocket(), origins, parts.draining(), gate, services.keptHeaders());
            byPath.put(settings.websocket().handlerPrefix(), sockets::handle);
        }
        HttpLoop loop = new HttpLoop(services, origins, parts.draining(), gate, services.keptHeaders());
        addEmulated(loop);
        if (settings.uniWebsocket().enabled()) {
            WebSocketEndpoint listeners = WebSocketEndpoint.unidirectional(
                    services, settings.uniWebsocket(), origins, parts.draining(), gate, services.keptHeaders());
            byPath.put(settings.uniWebsocket().handlerPrefix(), listeners::handle);
        }
        PushCodec pushes = new JsonPushCodec();
        addStream(loop, settings.uniSse(), UnidirectionalClients.sse(loop, pushes));
        addStream(loop, settings.uniHttpStream(), UnidirectionalClients.httpStream(loop, pushes));
        return byPath;
    }

    private void addEmulated(HttpLoop loop) {
        GatewaySettings settings = parts.settings();
        EmulationCodecs codecs = new EmulationCodecs(new JsonFrameCodec(), new ProtobufFrameCodec());
        addStream(loop, settings.httpStream(), EmulatedClients.httpStream(loop, parts.emulatedSessions(), codecs));
        addStream(loop, settings.sse(), EmulatedClients.sse(loop, parts.emulatedSessions(), codecs.json()));
        if (settings.httpStream().enabled() || settings.sse().enabled()) {
            EmulationEndpoint emulation = new EmulationEndpoint(
                    loop, settings.emulation(), codecs, parts.emulatedSessions(), parts.control());
            byPath.put(settings.emulation().handlerPrefix(), emulation::handle);
        }
    }

    private void addStream(HttpLoop loop, HttpTransportSettings settings, StreamEndpoint.Clients clients) {
        if (settings.enabled()) {
            StreamEndpoint endpoint = new StreamEndpoint(loop, settings, clients);
            byPath.put(settings.handlerPrefix(), endpoint::handle);
        }
    }
}
