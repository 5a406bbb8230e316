package io.sluice.gateway;

import io.sluice.common.config.Setting;
import io.sluice.common.log.LogSettings;
import io.sluice.common.management.ManagementSettings;
import io.sluice.gateway.api.HttpApiSettings;
import io.sluice.gateway.channel.ChannelSettings;
import io.sluice.gateway.drain.DrainSettings;
import io.sluice.gateway.endpoint.EndpointSettings;
import io.sluice.gateway.endpoint.RpcSettings;
import io.sluice.gateway.hook.HookRoutes;
import io.sluice.gateway.hook.HookSettings;
import io.sluice.gateway.rebalance.RebalanceSettings;
import io.sluice.gateway.session.ClientSettings;
import io.sluice.gateway.trace.TraceSettings;
import io.sluice.gateway.transport.emulation.EmulationSettings;
import io.sluice.gateway.transport.http.HttpTransportSettings;
import io.sluice.gateway.transport.websocket.UniWebSocketSettings;
import io.sluice.gateway.transport.websocket.WebSocketSettings;
import java.util.List;

/** All settings of a gateway node. Without any it is closed: no client and no back end is let in. */
record GatewaySettings(
        @Setting(doc = "The client port") HttpServerSettings httpServer,
        @Setting(doc = "Health and metrics") ManagementSettings management,
        @Setting(doc = "The log of the process") LogSettings log,
        @Setting(doc = "Traces by OpenTelemetry") TraceSettings opentelemetry,
        @Setting(doc = "This node") NodeSettings node,
        @Setting(doc = "What joins nodes") EngineSettings engine,
        @Setting(doc = "Clients that move to nodes with fewer") RebalanceSettings rebalance,
        @Setting(doc = "How clients are given to other nodes when this one stops or an operator wants it")
                DrainSettings drain,
        @Setting(doc = "Client connections") ClientSettings client,
        @Setting(doc = "Who is let in") AdmissionSettings admission,
        @Setting(doc = "Channels") ChannelSettings channel,
        @Setting(doc = "The WebSocket endpoint") WebSocketSettings websocket,
        @Setting(
                        doc = "The endpoint that streams lines over HTTP, for clients that cannot have a WebSocket",
                        defaults = "handler_prefix=/connection/http_stream")
                HttpTransportSettings httpStream,
        @Setting(
                        doc = "The endpoint of server-sent events, for clients that cannot have a WebSocket",
                        defaults = "handler_prefix=/connection/sse")
                HttpTransportSettings sse,
        @Setting(doc = "Where clients of http_stream and sse send their commands") EmulationSettings emulation,
        @Setting(doc = "The WebSocket endpoint for clients that only listen") UniWebSocketSettings uniWebsocket,
        @Setting(
                        doc = "The endpoint of server-sent events for clients that only listen",
                        defaults = "handler_prefix=/connection/uni_sse")
                HttpTransportSettings uniSse,
        @Setting(
                        doc = "The endpoint that streams lines over HTTP to clients that only listen",
                        defaults = "handler_prefix=/connection/uni_http_stream")
                HttpTransportSettings uniHttpStream,
        @Setting(doc = "The server API") HttpApiSettings httpApi,
        @Setting(doc = "Remote procedure calls of clients") RpcSettings rpc,
        @Setting(doc = "Back ends that namespaces may name") List<EndpointSettings> proxies,
        @Setting(doc = "Limits of what back ends may cost") HookSettings hooks) {

    GatewaySettings {
        admission.with(client); // checks what the two have in common
        proxies = List.copyOf(proxies);
        HookRoutes routes = HookRoutes.of(client.proxy(), channel.proxy(), rpc, proxies);
        HookNames.check(channel, routes);
    }

    /** Which back end is asked about what. */
    HookRoutes routes() {
        return HookRoutes.of(client.proxy(), channel.proxy(), rpc, proxies);
    }
}
