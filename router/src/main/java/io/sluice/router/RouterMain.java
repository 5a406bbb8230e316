package io.sluice.router;

import io.sluice.common.config.ConfigException;
import io.sluice.common.config.ConfigLoader;
import io.sluice.common.lifecycle.OpenFiles;
import io.sluice.common.lifecycle.ProcessLifecycle;
import io.sluice.common.log.ProcessLog;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The router's process. Ends with status 0 after SIGTERM or SIGINT, with 2 and one line on standard error if it was
 * called wrongly, and with 1 and one line if it could not start.
 */
@Command(name = "sluice", description = "Places client connections on gateways.", mixinStandardHelpOptions = true)
public final class RouterMain {

    private static final Logger LOG = LoggerFactory.getLogger(RouterMain.class);
    private static final String PROGRAM = "router";

    /** That of the client and that to the gateway. */
    private static final int FILES_PER_CONNECTION = 2;

    private final Map<String, String> environment;
    private final PrintStream errors;

    RouterMain(Map<String, String> environment, PrintStream errors) {
        this.environment = environment;
        this.errors = errors;
    }

    public static void main(String[] arguments) {
        System.exit(new RouterMain(System.getenv(), System.err).run(arguments));
    }

    /** Does what the arguments say, and returns the status for the process to end with. */
    int run(String... arguments) {
        return new CommandLine(this)
                .setErr(new PrintWriter(errors, true, Charset.defaultCharset()))
                .setParameterExceptionHandler((failure, rest) -> usage(failure.getMessage()))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure))
                .execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }

    @Command(
            name = PROGRAM,
            description = "Runs the router: accepts clients and relays each to a gateway.",
            mixinStandardHelpOptions = true)
    int router(
            @Option(names = "--config", paramLabel = "FILE", description = "Settings, as YAML or JSON.") @Nullable
                    Path config,
            @Option(names = "--port", description = "Port for clients (8080); 0 takes any free one.") @Nullable
                    Integer port,
            @Option(names = "--management-port", description = "Port for health and metrics (9080).") @Nullable
                    Integer managementPort,
            @Option(names = "--redis", paramLabel = "URI", description = "Redis in which the gateways are registered.")
                    @Nullable
                    String redis,
            @Option(
                            names = "--backends",
                            paramLabel = "HOST:PORT,…",
                            description = "Gateways, instead of the registry.")
                    @Nullable
                    String backends,
            @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any other setting; may be repeated.")
                    @Nullable
                    Map<String, String> settings) {
        ConfigLoader<RouterSettings> loader =
                ConfigLoader.of(RouterSettings.class).environment(environment);
        if (config != null) {
            loader.file(config);
        }
        if (settings != null) {
            settings.forEach(loader::override);
        }
        override(loader, "http_server.port", port);
        override(loader, "management.port", managementPort);
        override(loader, "redis.address", redis);
        override(loader, "backends", backends);
        return serve(loader.load());
    }

    private int serve(RouterSettings settings) {
        ProcessLog.of(System::nanoTime).apply(settings.log());
        OpenFiles.ofThisProcess()
                .shortage(settings.admission().connections(), FILES_PER_CONNECTION)
                .ifPresent(LOG::warn);
        Router router = new Router(settings);
        return new ProcessLifecycle(PROGRAM, router.stack(), errors)
                .run(() -> LOG.info(
                        "router ready on {}:{}, management on {}:{}",
                        settings.httpServer().address(),
                        router.port(),
                        settings.management().address(),
                        router.managementPort()));
    }

    private static void override(ConfigLoader<RouterSettings> loader, String key, @Nullable Object value) {
        if (value != null) {
            loader.override(key, value.toString());
        }
    }

    private int usage(@Nullable String message) {
        errors.println(PROGRAM + ": " + message);
        return ProcessLifecycle.STATUS_USAGE;
    }

    private int failed(Exception failure) {
        if (failure instanceof ConfigException) {
            return usage(failure.getMessage());
        }
        LOG.error("The router ended by a fault of its own", failure);
        errors.println(PROGRAM + ": " + failure);
        return ProcessLifecycle.STATUS_FAILED;
    }
}
