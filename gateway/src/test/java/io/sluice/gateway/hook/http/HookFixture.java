package io.sluice.gateway.hook.http;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.Payload;
import io.sluice.common.redis.Outcomes;
import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.hook.HookClient;
import io.sluice.gateway.hook.HookConfig;
import io.sluice.gateway.hook.ledger.ConnectionLedger;
import io.sluice.gateway.hook.ledger.memory.MemoryBook;
import io.sluice.gateway.metrics.GatewayMetrics;
import io.sluice.gateway.metrics.HookCounters;
import io.sluice.gateway.trace.Tracing;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Hooks of a node as a test sets them up, and a client to ask for. */
final class HookFixture implements AutoCloseable {

    /** A moment of the wall clock, for messages that can be compared. */
    static final long UNIX_MILLIS = 1_700_000_000_000L;

    static final HookClient CLIENT = new HookClient(
            "c1",
            "u1",
            "websocket",
            false,
            Payload.of("{\"plan\":\"gold\"}"),
            Map.of("cookie", "session=1", "x-shared", "from handshake"),
            Map.of("authorization", "bearer t", "x-shared", "from command"));

    static final HookClient BINARY_CLIENT =
            new HookClient("c2", "", "uni_sse", true, Payload.EMPTY, Map.of(), Map.of());

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpHooks hooks;

    HookFixture(Vertx vertx, String... settings) {
        this(vertx, new MemoryBook(System::nanoTime).of("n1"), settings);
    }

    HookFixture(Vertx vertx, ConnectionLedger ledger, String... settings) {
        HookConfig config = HookConfig.of(patient(settings));
        hooks = new HttpHooks(
                vertx,
                config.routes(),
                config.hooks(),
                ledger,
                new HookCounters(new GatewayMetrics(registry)),
                Tracing.OFF,
                () -> UNIX_MILLIS,
                System::nanoTime);
        Outcomes.of(hooks.start());
    }

    /** The settings, with a time-out that a busy machine keeps wherever they give none. */
    private static String[] patient(String[] settings) {
        List<String> patient = new ArrayList<>();
        for (String setting : settings) {
            int endpoint = setting.indexOf(".endpoint=");
            if (endpoint >= 0) {
                patient.add(setting.substring(0, endpoint) + ".timeout=10s");
            }
        }
        patient.addAll(List.of(settings));
        return patient.toArray(String[]::new);
    }

    HttpHooks hooks() {
        return hooks;
    }

    static Command.Connect connect(Payload data) {
        return new Command.Connect(1, "", data, "js", "1.2", Map.of(), Map.of(), 0);
    }

    static Command.Subscribe subscribe(String channel, Payload data) {
        return new Command.Subscribe(2, channel, "", false, "", 0, data, false, false, false, "", null, 0, 0);
    }

    Verdict<ConnectionGrant> connect() {
        return Outcomes.of(hooks.connect(CLIENT, connect(Payload.EMPTY)));
    }

    /** Calls with that outcome so far. */
    long calls(String outcome) {
        return (long) sum("sluice_gateway_hook_calls_seconds_count", "outcome=\"" + outcome + "\"");
    }

    /** Events with that outcome so far. */
    double events(String outcome) {
        return sum("sluice_gateway_hook_events_total", "outcome=\"" + outcome + "\"");
    }

    /** A gauge of an endpoint. */
    double gauge(String name, String endpoint) {
        return sum("sluice_gateway_hook_" + name.replace('.', '_'), "endpoint=\"" + endpoint + "\"");
    }

    private double sum(String name, String label) {
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Override
    public void close() {
        Outcomes.of(hooks.stop());
    }
}
