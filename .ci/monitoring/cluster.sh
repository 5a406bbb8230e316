# Sourced by `run` and `fire-alerts`: Redis, gateways, a router and Prometheus on free ports of loopback, each ended by its
# process id. Needs `work`, a directory of its own.
# shellcheck shell=bash

names=()
runs() { [ -e "$work/$1.pid" ] && kill -0 "$(cat "$work/$1.pid")" 2>/dev/null; }
start() { # name, command: in the background, its process id in NAME.pid
  "${@:2}" >>"$work/$1.log" 2>&1 &
  echo $! >"$work/$1.pid"
  disown
  names=("$1" "${names[@]}")
}
signal() { if runs "$2"; then kill "-$1" "$(cat "$work/$2.pid")" 2>/dev/null || true; fi; }
gone() { # name: waits until it has ended, 10 s at most, then kills it
  for _ in $(seq 100); do runs "$1" || return 0; sleep 0.1; done
  signal KILL "$1"
}
stop() { signal TERM "$1"; gone "$1"; }
stop_all() {
  for name in "${names[@]}"; do signal CONT "$name"; signal TERM "$name"; done
  for name in "${names[@]}"; do gone "$name"; done
}
# Below those that Linux gives to connections, since a node that is started again needs its port again.
free_port() {
  python3 -c '
import random, socket
while True:
    port = random.randint(22000, 32000)
    with socket.socket() as taken:
        try:
            taken.bind(("127.0.0.1", port))
        except OSError:
            continue
    print(port)
    break'
}
await() { # what, command: until it succeeds, for at most two minutes, since machines are busy
  for _ in $(seq 600); do if "${@:2}" >/dev/null 2>&1; then return; fi; sleep 0.2; done
  echo "monitoring: $1 did not come up" >&2
  tail -n 20 "$work"/*.log >&2
  return 1
}
install_packages() { # program and package, in pairs
  local missing=()
  while [ $# -gt 0 ]; do
    command -v "$1" >/dev/null || missing+=("$2")
    shift 2
  done
  [ ${#missing[@]} -eq 0 ] && return
  echo "monitoring: installing ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

redis_port=$(free_port) router_port=$(free_port) router_management=$(free_port) hooks_port=$(free_port) prometheus_port=$(free_port)
declare -A client_port management_port
for name in gateway-1 gateway-2; do client_port[$name]=$(free_port) management_port[$name]=$(free_port); done
api_key=$(python3 -c 'import secrets; print(secrets.token_hex(16))')

start_redis() {
  echo "monitoring: building, where that is needed"
  ./sluice archive # Or the first start of each program would, while it is waited for.
  start redis redis-server --port "$redis_port" --bind 127.0.0.1 --save '' --dir "$work"
  await Redis redis-cli -p "$redis_port" ping
}
start_gateway() { # name, further options
  start "$1" ./sluice gateway --config .ci/monitoring/gateway.yaml --port "${client_port[$1]}" --management-port "${management_port[$1]}" \
    --redis "redis://127.0.0.1:$redis_port" --set node.name="$1" --set node.address="127.0.0.1" --set http_api.key="$api_key" \
    --set rpc.proxy.endpoint="http://127.0.0.1:$hooks_port/rpc" \
    --set client.proxy.disconnect.endpoint="http://127.0.0.1:$hooks_port/gone" "${@:2}"
  await "$1" curl -fsS "http://127.0.0.1:${management_port[$1]}/health/ready"
}
start_router() {
  start router ./sluice router --port "$router_port" --management-port "$router_management" --redis "redis://127.0.0.1:$redis_port" "$@"
  await router curl -fsS "http://127.0.0.1:$router_management/health/ready"
}
scrape_config() { # directory of the rules, further jobs as YAML
  cat <<YAML
global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
rule_files: ["$1/sluice.rules.yaml"]
scrape_configs:
  - job_name: gateways
    static_configs: [{targets: ["127.0.0.1:${management_port[gateway-1]}", "127.0.0.1:${management_port[gateway-2]}"], labels: {namespace: live}}]
  - job_name: routers
    static_configs: [{targets: ["127.0.0.1:$router_management"], labels: {namespace: live}}]
${2:-}
YAML
}
start_prometheus() { # as scrape_config
  scrape_config "$@" >"$work/prometheus.yml"
  start prometheus prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/prometheus" \
    --web.listen-address="127.0.0.1:$prometheus_port" --storage.tsdb.retention.time=2h --log.level=warn
  await Prometheus curl -fsS "http://127.0.0.1:$prometheus_port/-/ready"
}
