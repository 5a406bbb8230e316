"""Is all well? One screen over gateways and routers, with the SLO."""

from .model import dashboard, heatmap, lines, number, quantile, rate, row, table
from .thresholds import CRITICAL, of

DELIVERY = "sluice_gateway_delivery_seconds"
BUDGETS = of("SluiceDeliveryBudgetBurnsFast", CRITICAL) + of("SluiceDeliveryBudgetBurnsSlowly")

NOW = row(
    "Now",
    number("Gateways", "Gateways that answer scrapes.", "short", 'count(sluice_build_info{$, component="gateway"})'),
    number("Routers", "Routers that answer scrapes.", "short", 'count(sluice_build_info{$, component="router"}) or vector(0)'),
    number("Not answering", "Targets that are listed and do not answer scrapes: alerts SluiceGatewayDown and SluiceRouterDown.", "short",
           "count(up{$} == 0 and on (namespace, job) sum by (namespace, job) (last_over_time(sluice_build_info{$}[1h]))) or vector(0)", bad_from=1),
    number("Connections", "Open client connections of all gateways.", "short", "sum(sluice_gateway_connections{$})"),
    number("Published", "Publications accepted from clients and back ends.", "ops", rate("sluice_gateway_publications_published_total")),
    number("Delivered", "Publications handed to clients: one published to 1,000 clients is 1,000 deliveries.", "ops",
           rate("sluice_gateway_publications_delivered_total")),
    number("Fan-out", "Deliveries for each publication.", "short",
           rate("sluice_gateway_publications_delivered_total") + " / " + rate("sluice_gateway_publications_published_total")),
    number("Firing alerts", "Alerts of Sluice that fire at the moment; they are listed at the bottom.", "short",
           'count(ALERTS{@, alertname=~"Sluice.+",alertstate="firing"}) or vector(0)', bad_from=1),
)

SLO = row(
    "Delivery: from publishing to the socket, over nodes; the aim is 99 % within 250 ms",
    number("Within 250 ms", "Share of all deliveries in the time shown that reached the socket within 250 ms.", "percentunit",
           f'sum(increase({DELIVERY}_bucket{{$, le="0.25"}}[$__range])) / sum(increase({DELIVERY}_count{{$}}[$__range]))', width=4, height=8, spark=False,
           limits={"decimals": 3}),
    lines("Late deliveries", "Share of deliveries that took longer than 250 ms, over 5 minutes, 1 hour and 6 hours. 1 % is allowed.", "percentunit",
          ("max(namespace_job:sluice_gateway_delivery_slow:ratio_rate5m{@})", "5 minutes"),
          ("max(namespace_job:sluice_gateway_delivery_slow:ratio_rate1h{@})", "1 hour"),
          ("max(namespace_job:sluice_gateway_delivery_slow:ratio_rate6h{@})", "6 hours"), width=10, alert=BUDGETS),
    lines("Latency", "Time from a publication's arrival at any gateway to its write to the sockets of its receivers.", "s",
          (quantile(0.5, DELIVERY), "p50"), (quantile(0.99, DELIVERY), "p99"), (quantile(0.999, DELIVERY), "p99.9"), width=10),
    heatmap("Latency of deliveries", "How many deliveries a second took how long.", DELIVERY, width=24),
)

TRAFFIC = row(
    "Traffic",
    lines("Connections", "Open client connections by transport.", "short", ("sum by (transport) (sluice_gateway_connections{$})", "{{transport}}"),
          width=6, stack=True),
    lines("Published", "Publications accepted, by who published: clients, or back ends by the server API.", "ops",
          (rate("sluice_gateway_publications_published_total", "origin"), "{{origin}}"), width=6, stack=True),
    lines("Delivered", "Publications handed to clients, by gateway.", "ops",
          (rate("sluice_gateway_publications_delivered_total", "instance"), "{{instance}}"), width=6, stack=True),
    lines("Bytes", "Bytes to and from clients.", "Bps", (rate("sluice_gateway_sent_bytes_total"), "out"),
          (rate("sluice_gateway_received_bytes_total"), "in"), width=6),
)

TROUBLE = row(
    "Trouble",
    lines("Handshakes", "Attempts of clients to connect, by outcome. refused: admission's limits; invalid: a bad request or token; timeout: no connect command came.",
          "ops", (rate("sluice_gateway_handshakes_total", "outcome"), "{{outcome}}"), stack=True),
    lines("Disconnects by code", "Connections closed, by close code. 3001: drain; 3008: too slow; 3011: moved; 3012: no pong. docs/protocol.md lists all.", "ops",
          (rate("sluice_gateway_disconnects_total", "code") + " > 0", "{{code}}"), stack=True, empty="none"),
    lines("Errors by kind", "Things that should not happen, each a second.", "ops",
          (rate("sluice_gateway_api_request_seconds_count", more='outcome!="ok"'), "API errors"),
          (rate("sluice_gateway_publications_dropped_total"), "publications dropped"),
          (rate("sluice_gateway_redis_reconnects_total"), "Redis reconnects"),
          (rate("sluice_router_failures_total"), "answered by the router itself"),
          (rate("sluice_gateway_slow_consumer_events_total", more='policy!="conflate"'), "slow clients"),
          (rate("sluice_log_lines_total", more='level="error"'), "errors logged"), empty="none"),
    table("Firing alerts", "Alerts of Sluice that fire now. What to do is in docs/runbooks.md, under the alert's name.",
          'ALERTS{@, alertname=~"Sluice.+",alertstate="firing"}', hidden=("alertstate",), width=16, empty="none fires"),
    lines("Log lines", "Warnings and errors logged, and lines that rate limiting kept out of the log.", "ops",
          (rate("sluice_log_lines_total", "level"), "{{level}}"), (rate("sluice_log_suppressed_total"), "suppressed")),
)

DASHBOARD = dashboard("overview", "Overview", "Whether all is well, and if not, where to look.", [NOW, SLO, TRAFFIC, TROUBLE])
