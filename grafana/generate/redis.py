"""The way over Redis, as gateways see it. Redis itself is watched by redis_exporter and its own dashboard."""

from .model import dashboard, heatmap, lines, number, quantile, rate, row
from .thresholds import of

G = "sluice_gateway_"

NOW = row(
    "Now",
    number("Connections up", "Connections to Redis that are up, by those that should be.", "percentunit",
           "sum(sluice_gateway_redis_connected{$}) / sum(sluice_gateway_redis_connections{$})", width=6),
    number("Messages in", "Messages that gateways receive from Redis: each publication once for every gateway with a subscriber.", "ops",
           rate(G + "redis_messages_total"), width=6),
    number("Commands", "Commands that gateways send.", "ops", rate(G + "redis_command_seconds_count"), width=6),
    number("Reconnects", "Connections made anew in the time shown.", "short", "sum(increase(sluice_gateway_redis_reconnects_total{$}[$__range]))", width=6, spark=False),
)

COMMANDS = row(
    "Commands",
    lines("Round trip", "Time from writing a command to its reply, by kind (99th percentile).", "s",
          (quantile(0.99, G + "redis_command_seconds", "kind"), "{{kind}}"), alert=of("SluiceRedisSlow")),
    lines("Round trip, median", "Time from writing a command to its reply, by kind (median).", "s", (quantile(0.5, G + "redis_command_seconds", "kind"), "{{kind}}")),
    lines("Commands", "Commands by kind.", "ops", (rate(G + "redis_command_seconds_count", "kind"), "{{kind}}"), stack=True),
    heatmap("Round trips", "How many commands a second took how long.", G + "redis_command_seconds"),
    lines("Commands in a batch", "Commands that go out in one write.", "short", (quantile(0.5, G + "redis_batch_commands"), "p50"),
          (quantile(0.99, G + "redis_batch_commands"), "p99"), width=12),
)

HOP = row(
    "From node to node",
    lines("Hop", "Time from a publication's arrival at its gateway, over Redis, to its receipt at another or the same. Clocks of two machines may differ.", "s",
          (quantile(0.5, G + "redis_hop_seconds"), "p50"), (quantile(0.99, G + "redis_hop_seconds"), "p99"), alert=of("SluiceRedisHopSlow"), width=12),
    heatmap("Hops", "How many publications a second took how long from node to node.", G + "redis_hop_seconds"),
    lines("Messages", "Messages received from Redis, by gateway.", "ops", (rate(G + "redis_messages_total", "instance"), "{{instance}}"), stack=True),
    lines("Handed to event loops", "Publications passed on to event loops with subscribers: up to one for each loop and message.", "ops",
          (rate(G + "publications_received_total", "instance"), "{{instance}}"), stack=True),
    lines("Not understood", "Messages from Redis that are no publications.", "ops",
          (rate(G + "publications_dropped_total", "instance", 'reason="undecodable"'), "{{instance}}")),
)

CONNECTION = row(
    "Connections",
    lines("Up", "Connections that are up, by what they are for.", "short", ("sum by (role) (sluice_gateway_redis_connected{$})", "{{role}} up"),
          ("sum by (role) (sluice_gateway_redis_connections{$})", "{{role}} wanted")),
    lines("Reconnects", "Connections made anew.", "ops", (rate(G + "redis_reconnects_total", "instance, connection"), "{{instance}} {{connection}}")),
    lines("Time to resubscribe", "From a new connection until all channels are subscribed again.", "s",
          (quantile(0.5, G + "redis_resubscribe_seconds"), "p50"), (quantile(0.99, G + "redis_resubscribe_seconds"), "p99"), empty="no reconnect"),
    lines("Channels", "Channels that each gateway is subscribed to.", "short", ("sum by (instance) (sluice_gateway_channels{$})", "{{instance}}"), stack=True),
    lines("Recoveries", "Subscriptions that came back with a position: recovered from the history in Redis, or insufficient.", "ops",
          (rate(G + "recoveries_total", "outcome"), "{{outcome}}")),
    lines("Streams that went back", "Streams found to have lost publications, by a failover or an older copy of Redis, and given a new epoch: their clients start afresh.", "short",
          ("sum by (instance) (increase(sluice_gateway_streams_went_back_total{$}[$__rate_interval]))", "{{instance}}")),
)

DASHBOARD = dashboard("redis", "Redis path", "The way of publications over Redis, as gateways see it.", [NOW, COMMANDS, HOP, CONNECTION], component="gateway")
