#!/usr/bin/env bash
# What a TLS handshake costs a gateway: CPU of its process and handshakes per second, for each engine and kind of key.
# One client (openssl s_time) that does nothing but connect; medians of RUNS runs of SECONDS each, after a warm-up.
# GATEWAY is the command that starts a gateway and becomes its process.
set -euo pipefail
cd "$(dirname "$0")/.."

GATEWAY=${GATEWAY:-./sluice gateway}
RUNS=${RUNS:-3}
SECONDS_EACH=${SECONDS_EACH:-3}
WARMUP=${WARMUP:-6}
PORT=${PORT:-18443}
DIRECTORY=$(mktemp -d)
TICKS=$(getconf CLK_TCK)
gateway=
trap '[ -n "$gateway" ] && kill "$gateway" 2>/dev/null; rm -rf "$DIRECTORY"' EXIT

cpu_ticks() { awk '{print $14 + $15}' "/proc/$gateway/stat"; }

connections() { # mode
  openssl s_time -connect "127.0.0.1:$PORT" -time "$2" $1 2>/dev/null | awk '/real seconds/ {print $1; exit}'
}

measure() { # label, options of s_time
  local results=()
  for ((run = 0; run < RUNS; run++)); do
    local before count
    before=$(cpu_ticks)
    count=$(connections "$2" "$SECONDS_EACH")
    results+=("$(awk -v t=$(($(cpu_ticks) - before)) -v hz="$TICKS" -v n="$count" -v s="$SECONDS_EACH" \
      'BEGIN {printf "%.0f %.0f", t * 1e6 / hz / n, n / s}')")
  done
  printf '%s\n' "${results[@]}" | sort -n | awk -v label="$1" -v middle=$(((RUNS + 1) / 2)) \
    'NR == middle {printf "| %s | %s µs | %s |\n", label, $1, $2}'
}

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=rsa -keyout "$DIRECTORY/rsa.key" -out "$DIRECTORY/rsa.crt" 2>/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=ec \
  -keyout "$DIRECTORY/ec.key" -out "$DIRECTORY/ec.crt" 2>/dev/null

echo '| engine, key, handshake | CPU for a handshake | handshakes a second |'
echo '|---|---|---|'
for engine in jdk openssl; do
  for key in rsa ec; do
    exec 3< <(exec $GATEWAY --set client.insecure=true --set http_server.address=127.0.0.1 --set "http_server.port=$PORT" \
      --set management.address=127.0.0.1 --set management.port=0 --set http_server.tls.enabled=true \
      --set "http_server.tls.engine=$engine" --set "http_server.tls.cert_pem=$DIRECTORY/$key.crt" \
      --set "http_server.tls.key_pem=$DIRECTORY/$key.key" 2>&1)
    gateway=$!
    until grep -q -m1 'gateway ready' <&3; do kill -0 "$gateway"; done
    connections -new "$WARMUP" >/dev/null
    connections '-reuse -tls1_2' "$WARMUP" >/dev/null
    measure "$engine, $key, TLS 1.3 full" '-new -tls1_3'
    measure "$engine, $key, TLS 1.2 full" '-new -tls1_2'
    measure "$engine, $key, TLS 1.2 resumed" '-reuse -tls1_2'
    kill "$gateway"
    cat <&3 >/dev/null
    gateway=
  done
done
