package io.sluice.gateway;

import io.sluice.common.config.ConfigLoader;
import io.sluice.common.redis.Outcomes;
import io.sluice.gateway.testing.FreePort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * A gateway node inside a test's own JVM, on free ports of this machine. Unless settings say otherwise it lets everybody in
 * and has the memory broker. Blocks: call it from test threads only.
 */
public final class GatewayFixture implements AutoCloseable {

    private static final Map<String, String> DEFAULTS = Map.of(
            "http_server.address", "127.0.0.1",
            "management.address", "127.0.0.1",
            "management.port", "0",
            "drain.delay", "0s",
            "drain.period", "0s",
            "client.insecure", "true",
            "http_api.insecure", "true",
            // More than the default, since the machine may be busy; a server that is gone is noticed at once anyway.
            "engine.redis.connect_timeout", "10s",
            "engine.redis.command_timeout", "10s");

    private final Gateway gateway;

    private GatewayFixture(Gateway gateway) {
        this.gateway = gateway;
    }

    /** A node with one event loop, so that all its clients have to share it; settings are {@code key=value}. */
    public static GatewayFixture start(String... settings) {
        return start(1, settings);
    }

    public static GatewayFixture start(int loops, String... settings) {
        ConfigLoader<GatewaySettings> loader = ConfigLoader.of(GatewaySettings.class);
        DEFAULTS.forEach(loader::override);
        // One port for all event loops; with port 0 each would take one of its own.
        loader.override("http_server.port", loops == 1 ? "0" : String.valueOf(FreePort.find()));
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            loader.override(setting.substring(0, equals), setting.substring(equals + 1));
        }
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops));
        Gateway gateway =
                new Gateway(vertx, loops, loader.load(), "test", GatewayFixture::unixMicros, System::nanoTime);
        Outcomes.of(gateway.stack().start());
        return new GatewayFixture(gateway);
    }

    private static long unixMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    public int port() {
        return gateway.clientPort();
    }

    public int managementPort() {
        return gateway.managementPort();
    }

    /** Begins a graceful stop. */
    public Future<Void> stop() {
        return gateway.stack().stop();
    }

    @Override
    public void close() {
        Outcomes.of(stop());
    }
}
