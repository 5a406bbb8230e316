package io.sluice.gateway.hook.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
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
                new GatewayMetrics(registry).hooks(),
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
        return registry.find("sluice.gateway.hook.calls").tag("outcome", outcome).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    /** Events with that outcome so far. */
    double events(String outcome) {
        return registry.find("sluice.gateway.hook.events").tag("outcome", outcome).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** A gauge of an endpoint. */
    double gauge(String name, String endpoint) {
        Gauge gauge = registry.get("sluice.gateway.hook." + name)
                .tag("endpoint", endpoint)
                .gauge();
        return gauge.value();
    }

    @Override
    public void close() {
        Outcomes.of(hooks.stop());
    }
}
