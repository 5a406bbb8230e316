# Sourced by `fire-alerts`: the faults, mildest first. What ends a fault restores the cluster for the next one.
# shellcheck shell=bash disable=SC2154

# Clients and back ends that do wrong.
silent_and_forged() { misbehave silent silent "$router" 15; misbehave forger forger "$router" 5; }
heal_silent() { stop silent; stop forger; }
fires "connections that send no connect command, and tokens that nobody signed" silent_and_forged heal_silent SluiceHandshakesFail

storm() { misbehave storm storm "$router" 20; }
fires "clients that connect and go at once" storm "stop storm" SluiceReconnectStorm

mute() { misbehave mute mute "$router" 40; }
fires "40 clients that answer no ping" mute "stop mute" SluiceDisconnectSpike

deaf() { misbehave deaf deaf "$second" 30 flood; misbehave flood publish "$first" "$api_key" flood 0.02 60000; }
heal_deaf() { stop flood; stop deaf; }
fires "30 clients that read nothing, and 60 KB published 50 times a second" deaf heal_deaf SluiceSlowConsumers

undecodable() { start undecodable bash -c "while redis-cli -p $redis_port PUBLISH sluice.client.news nonsense >/dev/null; do sleep 0.5; done"; }
fires "redis-cli PUBLISH of something that is no publication" undecodable "stop undecodable" SluicePublicationsDropped

api_errors() { misbehave errors publish "$router" "$api_key" nowhere:x 0.02; }
fires "publishing into a namespace that does not exist" api_errors "stop errors" SluiceApiErrors

broken_hook() { stop hooks; misbehave caller caller "$first"; }
heal_hook() { stop caller; misbehave hooks hooks "$hooks_port"; }
fires "the back end of webhooks gone, while a client calls procedures" broken_hook heal_hook SluiceHookBreakerOpen

autoscaler() { misbehave autoscaler autoscaler "$autoscaler_port"; }
fires "a stand-in for kube-state-metrics says 10 of 10" autoscaler "stop autoscaler" SluiceAutoscalerAtMax

# Redis.
stutter() { # process: for a minute it runs half a second and stands still for one and a half
  start stutter bash -c "for _ in \$(seq 30); do kill -STOP $1; sleep 1.5; kill -CONT $1; sleep 0.5; done"
}
heal_stutter() {
  stop stutter
  for name in redis gateway-1; do signal CONT "$name"; done
}
stutter_redis() { misbehave late publish "$router" "$api_key" news 0.3 20 20; stutter "$(cat "$work/redis.pid")"; }
heal_redis() { stop late; heal_stutter; }
fires "Redis stands still for 1.5 s of every 2 s" stutter_redis heal_redis SluiceRedisSlow SluiceRedisHopSlow SluiceDeliveryBudgetBurnsFast SluiceDeliveryBudgetBurnsSlowly

stop_redis() { signal STOP redis; }
fires "Redis stopped (SIGSTOP)" stop_redis "signal CONT redis" SluiceRedisDisconnected SluiceRouterRegistryStale

# A gateway that is short of something.
stutter_gateway() { stutter "$(cat "$work/gateway-1.pid")"; }
fires "a gateway stands still for 1.5 s of every 2 s" stutter_gateway heal_stutter SluiceEventLoopSlow SluiceEventLoopBlocked

near_limit() { restart_gateway gateway-1 --set client.connection_limit=20; misbehave near stay "$first" 19; }
heal_near() { stop near; }
fires "client.connection_limit 20, and 19 clients" near_limit heal_near SluiceConnectionsNearLimit

few_files() { (ulimit -n 300; start_gateway gateway-1); names=(gateway-1 "${names[@]}"); misbehave files stay "$first" 190; }
stop_and_few_files() { stop gateway-1; few_files; }
fires "ulimit -n 300, and 190 clients" stop_and_few_files "stop files" SluiceFilesNearLimit

small_heap() {
  stop gateway-1
  JAVA_OPTS="-Xms18m -Xmx18m -XX:NewSize=1m -XX:MaxNewSize=1m -XX:+UseSerialGC" start_gateway gateway-1 --set rebalance.enabled=false
  misbehave heap-stay stay "$first" 200 news
  misbehave heap storm "$first" 10
}
heal_heap() { stop heap; stop heap-stay; }
fires "a gateway with a heap of 18 MB, 1 MB of it for what is new, 200 clients, and others that come and go" small_heap heal_heap SluiceGcPressure

little_direct_memory() {
  stop gateway-1
  JAVA_OPTS="-XX:MaxDirectMemorySize=12m" start_gateway gateway-1 --set rebalance.enabled=false --set client.stale_close_delay=10s --set client.ping_interval=60s
  misbehave half half "$first" 150
}
fires "12 MB of direct memory, and 150 clients that send all of 60 KB but the end" little_direct_memory "stop half" SluiceDirectMemoryHigh

uneven() {
  stop gateway-2
  restart_gateway gateway-1 --set rebalance.enabled=false
  start_gateway gateway-2 --set rebalance.enabled=false
  misbehave uneven stay "$first" 260
}
fires "rebalancing off, and 260 clients directly to one of two gateways" uneven "stop uneven" SluiceConnectionImbalance

certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost \
    -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
  restart_gateway gateway-1 --set http_server.tls.enabled=true --set http_server.tls.cert_pem="$work/cert.pem" \
    --set http_server.tls.key_pem="$work/key.pem" --set http_server.tls.reload_interval=1s
}
fires "a certificate for one day" certificate nothing SluiceCertificateExpires

break_certificate() { is_wanted SluiceCertificateExpires || certificate; echo nonsense >"$work/cert.pem"; }
fires "the certificate's file overwritten by a word" break_certificate "restart_gateway gateway-1" SluiceCertificateRefused

overdue() {
  misbehave drained stay "$first" 30
  sleep 2
  ./sluice drain --node "127.0.0.1:${management_port[gateway-1]}" --period 3s >/dev/null
  sleep 0.5
  signal STOP gateway-1
  sleep 8
  signal CONT gateway-1
}
heal_overdue() { stop drained; ./sluice undrain --node "127.0.0.1:${management_port[gateway-1]}" >/dev/null; }
fires "a gateway stopped (SIGSTOP) during a drain of 3 s" overdue heal_overdue SluiceDrainOverdue

# Processes that are gone.
fires "one of two gateways killed" "signal KILL gateway-2" nothing SluiceGatewayDown
kill_both() { signal KILL gateway-1; signal KILL gateway-2; misbehave refused storm "$router" 5; }
fires "both gateways killed, while clients try to connect" kill_both "stop refused" SluiceNoGateway SluiceRouterNoBackend SluiceRouterFailures
fires "the only router killed" "signal KILL router" nothing SluiceRouterDown SluiceNoRouter
