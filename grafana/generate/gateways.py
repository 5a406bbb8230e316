"""The gateways one by one: how they share the clients, what these do, who is slow, and what back ends are asked."""

from .model import dashboard, heatmap, lines, quantile, rate, row
from .thresholds import of

G = "sluice_gateway_"


def both(metric, by="", legend=""):
    """Median and 99th percentile."""
    return [(quantile(q, G + metric, by), f"{legend} {name}".strip()) for q, name in ((0.5, "p50"), (0.99, "p99"))]


BALANCE = row(
    "Balance",
    lines("Connections", "Open client connections of each gateway.", "short", ("sum by (instance) (sluice_gateway_connections{$})", "{{instance}}"), stack=True),
    lines("Imbalance", "Most connections of a gateway by the mean of its cluster; 1 is even. The alert counts above 200 connections only.", "short",
          ("max by (namespace, job) (sum by (namespace, job, instance) (sluice_gateway_connections{$})) / avg by (namespace, job) "
           "(sum by (namespace, job, instance) (sluice_gateway_connections{$}))", "{{namespace}} {{job}}"), alert=of("SluiceConnectionImbalance")),
    lines("Capacity used", "Connections by client.connection_limit, where one is set.", "percentunit",
          ("sum by (instance) (sluice_gateway_connections{$}) / (sum by (instance) (sluice_gateway_connections_max{$}) > 0)", "{{instance}}"),
          alert=of("SluiceConnectionsNearLimit"), empty="no limit is set"),
    lines("Ages", "Open connections by how long they have lasted.", "short", ("sum by (age) (sluice_gateway_connections_by_age{$})", "{{age}}"), stack=True),
    lines("Moves", "Clients told to reconnect so that another gateway gets them.", "ops", (rate(G + "moves_total", "reason"), "{{reason}}")),
    lines("Rebalancer", "Gateways by what their rebalancer does (docs/rebalancing.md).", "short",
          ("sum by (state) (sluice_gateway_rebalance_state{$}) > 0", "{{state}}"), width=4, stack=True, empty="off"),
    lines("Share", "Connections of each gateway by the mean, as its rebalancer sees it.", "short", ("max by (instance) (sluice_gateway_rebalance_ratio{$})", "{{instance}}"), width=4),
)

COMING = row(
    "Coming and going",
    lines("Handshakes", "Attempts to connect, by outcome.", "ops", (rate(G + "handshakes_total", "outcome"), "{{outcome}}"), stack=True),
    lines("Let in and refused", "Decisions of admission: let in (counted while a limit of admission is set), or refused by reason (docs/admission.md).", "ops",
          (rate(G + "admitted_total"), "let in"), (rate(G + "refused_total", "reason"), "{{reason}}")),
    lines("Tokens refused", "Tokens that were not accepted, by reason.", "ops", (rate(G + "token_refusals_total", "reason"), "{{reason}}"), empty="none"),
    lines("Time to connect", "From the accepted socket or request to the connect reply.", "s", *both("connect_seconds")),
    lines("Disconnects", "Connections closed, by code.", "ops", (rate(G + "disconnects_total", "code") + " > 0", "{{code}}"), stack=True, empty="none"),
    lines("Unsubscribes", "Subscriptions ended: at the client's wish, or by the gateway with a code.", "ops", (rate(G + "unsubscribes_total", "code"), "{{code}}"), empty="none"),
    lines("Duration of connections", "How long connections had lasted when they closed, by transport.", "s",
          *both("connection_duration_seconds", "transport", "{{transport}}")),
    lines("On their way in", "Clients between their request and the answer to their connect command; counted while a limit of admission is set.", "short",
          ("sum by (instance) (sluice_gateway_handshakes_open{$})", "{{instance}}")),
    lines("Drain", "Gateways that drain, clients that they still have, clients told to go, and clients told all at once at the end.", "short",
          ("sum(sluice_gateway_draining{$})", "draining"), ("sum(sluice_gateway_drain_remaining{$})", "clients left"),
          (rate(G + "drain_closed_total"), "closed a second"), (rate(G + "drain_overdue_total"), "all at once, a second")),
)

TRAFFIC = row(
    "Traffic",
    lines("Commands", "Commands from clients by method.", "ops", (rate(G + "commands_total", "method"), "{{method}}"), stack=True),
    lines("Deliveries", "Publications handed to clients, by gateway.", "ops", (rate(G + "publications_delivered_total", "instance"), "{{instance}}"), stack=True),
    lines("Messages and frames", "Messages handed to clients and the frames that they travel in: several messages to a frame are cheaper.", "ops",
          (rate(G + "messages_sent_total"), "messages"), (rate(G + "frames_sent_total"), "frames")),
    lines("Bytes", "Bytes to and from clients.", "Bps", (rate(G + "sent_bytes_total"), "out"), (rate(G + "received_bytes_total"), "in")),
    lines("Fan-out on a node", "Clients of one gateway that one publication is handed to.", "short", *both("fanout_clients")),
    lines("Subscriptions and channels", "Subscriptions of all clients, and channels with a subscriber, each counted on every gateway that has one.", "short",
          ("sum(sluice_gateway_subscriptions{$})", "subscriptions"), ("sum(sluice_gateway_channels{$})", "channels")),
    lines("Compression", "Size of compressed messages by their plain size, and messages compressed for each published.", "percentunit",
          (rate(G + "deflated_bytes_total") + " / (" + rate(G + "deflated_plain_bytes_total") + " > 0)", "size"),
          (rate(G + "deflated_messages_total") + " / (" + rate(G + "publications_published_total") + " > 0)", "messages compressed for each publication"),
          empty="nothing is compressed"),
    lines("Recoveries", "Subscriptions that came back with a position, by whether they got all that they had missed, publications that they got so, and running subscriptions that were told of a loss.", "ops",
          (rate(G + "recoveries_total", "outcome"), "{{outcome}}"), (rate(G + "recovered_publications_total"), "publications"),
          (rate(G + "subscriptions_insufficient_total"), "told of a loss")),
    lines("Limited to a rate", "Publications replaced by a newer one because of a client's max_rate.", "ops", (rate(G + "rate_limited_total"), "replaced")),
)

SLOW = row(
    "Slow clients",
    lines("Bytes waiting", "Bytes that wait for clients whose sockets take no more.", "bytes", ("sum by (instance) (sluice_gateway_queued_bytes{$})", "{{instance}}"), stack=True),
    lines("What was done", "Times that a slow client was disconnected, lost publications, had them conflated, or was cut off because it took nothing.", "ops",
          (rate(G + "slow_consumer_events_total", "policy"), "{{policy}}")),
    lines("Publications dropped", "Publications that reached no client of an event loop: its queue was full, or nobody could read them.", "ops",
          (rate(G + "publications_dropped_total", "instance, reason"), "{{instance}} {{reason}}")),
    heatmap("Ping round trip", "How long clients take to answer the gateway's ping, in clients a second.", G + "ping_seconds", width=24),
)

BACK_ENDS = row(
    "Back ends",
    lines("API calls", "Calls of the server API by method and outcome.", "reqps",
          (rate(G + "api_request_seconds_count", "method, outcome"), "{{method}} {{outcome}}"), stack=True),
    lines("API time", "Time that the server API takes, by method (99th percentile).", "s", (quantile(0.99, G + "api_request_seconds", "method"), "{{method}}")),
    lines("Webhook calls", "Calls of back ends by endpoint and outcome.", "reqps",
          (rate(G + "hook_calls_seconds_count", "endpoint, outcome"), "{{endpoint}} {{outcome}}"), stack=True, empty="no endpoint is set"),
    lines("Webhook time", "Time that back ends take to answer, by endpoint (99th percentile).", "s",
          (quantile(0.99, G + "hook_calls_seconds", "endpoint"), "{{endpoint}}"), empty="no endpoint is set"),
    lines("Webhook state", "Calls under way, events that wait, and whether an endpoint is left alone after failures (1).", "short",
          ("sum by (endpoint) (sluice_gateway_hook_in_flight{$})", "{{endpoint}} under way"),
          ("sum by (endpoint) (sluice_gateway_hook_events_waiting{$})", "{{endpoint}} waiting"),
          ("max by (endpoint) (sluice_gateway_hook_breaker_open{$})", "{{endpoint}} left alone"), empty="no endpoint is set"),
    lines("Webhook events", "Events of clients' lives told to back ends, by what became of them.", "ops",
          (rate(G + "hook_events_total", "endpoint, outcome"), "{{endpoint}} {{outcome}}"), empty="no endpoint is set"),
    lines("Certificate", "Time until the first certificate in use expires. The alert SluiceCertificateExpires counts below 14 days.", "s",
          ("min by (instance) (sluice_gateway_tls_certificate_expiry_seconds{$}) - time()", "{{instance}}"), height=6, empty="no TLS here"),
    lines("New certificates", "Certificates found while running: used, or refused because they are wrong.", "short",
          ("sum by (outcome) (increase(sluice_gateway_tls_reloads_total{$}[rate]))", "{{outcome}}"), height=6, empty="no TLS here"),
)

DASHBOARD = dashboard("gateways", "Gateways", "How gateways share the clients, what these do, and who is slow.", [BALANCE, COMING, TRAFFIC, SLOW, BACK_ENDS],
                      component="gateway")
