"""Where routers place clients, and what they could not place."""

from .model import dashboard, lines, number, quantile, rate, row
from .thresholds import of

R = "sluice_router_"

NOW = row(
    "Now",
    number("Backends", "Gateways that a router knows (the least of all routers).", "short", 'min(sluice_router_backends{$, state="known"})', width=4),
    number("Draining", "Gateways that drain, as routers know it.", "short", 'max(sluice_router_backends{$, state="draining"})', width=4),
    number("From memory", "Gateways that are known from memory only, because the source does not answer: alert SluiceRouterRegistryStale.", "short",
           'max(sluice_router_backends{$, state="stale"})', width=4, bad_from=1),
    number("Open", "Connections that go through routers.", "short", 'sum(sluice_router_connections{$, kind!="reservation"})', width=4),
    number("Placed", "Connections placed.", "ops", rate(R + "placements_total"), width=4),
    number("Failed", "Requests that routers answered themselves.", "ops", rate(R + "failures_total"), width=4),
)

BALANCE = row(
    "Balance",
    lines("Placements", "Connections placed, by gateway.", "ops", (rate(R + "placements_total", "backend"), "{{backend}}"), stack=True),
    lines("Connections", "Open connections by gateway and kind. One router reaches one address by some 28,000 at most, unless told more ports.", "short",
          ("sum by (backend, kind) (sluice_router_connections{$}) > 0", "{{backend}} {{kind}}"), stack=True, empty="none"),
    lines("Load", "Connections that a gateway is balanced by: its report and what was placed since (the mean of all routers).", "short",
          ("avg by (backend) (sluice_router_backend_load{$})", "{{backend}}")),
    lines("Imbalance", "Most connections of a gateway by their mean, as reported; 1 is even.", "short", ("max by (instance) (sluice_router_imbalance{$})", "{{instance}}"),
          alert=of("SluiceConnectionImbalance")),
    lines("Chosen among", "How good the gateways were that there were to choose from: with room, only full ones, or only failed ones.", "ops",
          (rate(R + "decisions_total", "among"), "{{among}}"), (rate(R + "decisions_outside_zone_total"), "outside the zone"), stack=True),
    lines("Places kept free", "Places kept for clients that were told of them by /negotiate.", "short", ("sum by (instance) (sluice_router_reservations{$})", "{{instance}}")),
)

BACKENDS = row(
    "Gateways, as routers know them",
    lines("State", "Gateways by state (the most of all routers).", "short", ("max by (state) (sluice_router_backends{$})", "{{state}}")),
    lines("Age of what is known", "Time since the source of gateways last said anything.", "s", ("max by (instance, source) (sluice_router_discovery_age_seconds{$})", "{{instance}} {{source}}")),
    lines("Not used", "Records that were listed and not used, by reason, and health checks by result.", "ops",
          (rate(R + "discovery_ignored_total", "reason"), "{{reason}}"), (rate(R + "health_checks_total", "result"), "check {{result}}")),
    lines("Failures of gateways", "Placed connections that failed, were refused because the gateway was full, and times that a gateway was left alone.", "ops",
          (rate(R + "backend_failures_total", "backend"), "{{backend}} failed"), (rate(R + "backend_refusals_total", "backend"), "{{backend}} full"),
          (rate(R + "ejections_total", "backend"), "{{backend}} left alone")),
    lines("Retries", "Connections and requests that went on to another gateway after one failed.", "ops", (rate(R + "retries_total", "instance"), "{{instance}}")),
    lines("Time to connect", "From the client's request to the first answer of a gateway.", "s", (quantile(0.5, R + "connect_seconds"), "p50"), (quantile(0.99, R + "connect_seconds"), "p99")),
)

CLIENTS = row(
    "Clients",
    lines("Answered by the router", "Requests that no gateway answered, by reason.", "ops", (rate(R + "failures_total", "reason"), "{{reason}}")),
    lines("No place", "Connections that no gateway was found for, by reason.", "ops", (rate(R + "refusals_total", "reason"), "{{reason}}")),
    lines("Not let in", "WebSocket handshakes refused by the router's own admission, by reason, and those that wait for their gateway.", "ops",
          (rate(R + "refused_total", "reason"), "{{reason}}"), ("sum(sluice_router_handshakes{$})", "waiting now")),
    lines("Bytes", "Bytes of WebSocket connections passed on.", "Bps", (rate(R + "relayed_bytes_total", "direction"), "{{direction}}")),
    lines("Duration of connections", "How long relayed connections had lasted when they closed.", "s", (quantile(0.5, R + "connection_duration_seconds"), "p50"),
          (quantile(0.99, R + "connection_duration_seconds"), "p99")),
    lines("Certificate", "Time until the first certificate in use expires. The alert SluiceCertificateExpires counts below 14 days.", "s",
          ("min by (instance) (sluice_router_tls_certificate_expiry_seconds{$}) - time()", "{{instance}}"), width=4, height=6, empty="no TLS here"),
    lines("New certificates", "Certificates found while running: used, or refused because they are wrong.", "short",
          ("sum by (outcome) (increase(sluice_router_tls_reloads_total{$}[rate]))", "{{outcome}}"), width=4, height=6, empty="no TLS here"),
)

DASHBOARD = dashboard("router", "Router and balance", "Where routers place clients, and what they could not place.", [NOW, BALANCE, BACKENDS, CLIENTS], component="router")
