package io.sluice.gateway;

import io.sluice.common.config.ConfigException;
import io.sluice.common.config.Durations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Has a node give its clients to others without stopping. */
@Command(
        name = "drain",
        description = "Has a gateway give its clients to the others, without stopping; undrain takes it back",
        mixinStandardHelpOptions = true,
        versionProvider = GatewayVersion.class)
final class DrainCommand implements Callable<Integer> {

    private static final long POLL_MILLIS = 1000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private NodeOptions options = new NodeOptions();

    @Option(
            names = "--period",
            paramLabel = "TIME",
            description = "time over which the clients are closed, such as 5m; else the node's setting drain.period")
    private @Nullable String period;

    @Option(names = "--wait", description = "waits until no client is left, and tells how many are")
    private boolean wait;

    @Override
    public Integer call() {
        Map<String, String> parameters = period == null ? Map.of() : Map.of("period", checked(period));
        return OrderRun.run(
                options, spec, System.getenv(), (vertx, orders, run) -> orders.send("POST", "/drain", parameters)
                        .compose(run::report)
                        .compose(state -> wait ? await(vertx, orders, run, state) : Future.succeededFuture()));
    }

    private static String checked(String period) {
        try {
            Durations.parse(period);
            return period;
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--period: " + e.getMessage());
        }
    }

    private static Future<Void> await(Vertx vertx, NodeOrders orders, OrderRun run, String state) {
        return switch (state) {
            case "drained" -> Future.succeededFuture();
            case "serving" ->
                Future.failedFuture(new NodeUnreachableException("the drain was taken back by somebody else"));
            default ->
                vertx.timer(POLL_MILLIS, TimeUnit.MILLISECONDS)
                        .compose(now -> orders.send("GET", "/drain", Map.of()))
                        .compose(run::report)
                        .compose(next -> await(vertx, orders, run, next));
        };
    }
}
