package io.sluice.gateway;

import io.sluice.common.config.ConfigLoader;
import io.sluice.common.lifecycle.OpenFiles;
import io.sluice.common.lifecycle.ProcessLifecycle;
import io.sluice.common.log.ProcessLog;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a gateway node until it is told to stop. */
@Command(
        name = "gateway",
        description = "Runs a gateway node",
        mixinStandardHelpOptions = true,
        versionProvider = GatewayVersion.class)
final class GatewayCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(GatewayCommand.class);

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() {
        ConfigLoader<GatewaySettings> loader = options.loader(System.getenv());
        GatewaySettings settings = loader.load();
        ProcessLog.of(System::nanoTime).apply(settings.log());
        if (!loader.ignored().isEmpty()) {
            log.warn(
                    "settings that are not available in Sluice have no effect: {}",
                    String.join(", ", loader.ignored()));
        }
        OpenFiles.ofThisProcess()
                .shortage(settings.client().connectionLimit(), 1)
                .ifPresent(log::warn);
        int loops = Runtime.getRuntime().availableProcessors();
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops));
        Gateway gateway = new Gateway(
                vertx, loops, settings, GatewayVersion.text(), GatewayCommand::unixMicros, System::nanoTime);
        return new ProcessLifecycle("gateway", gateway.stack(), System.err).run(() -> log.info(gateway.readyLine()));
    }

    private static long unixMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
