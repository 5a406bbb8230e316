package io.sluice.gateway;

import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Takes a drain back. */
@Command(
        name = "undrain",
        description = "Has a gateway that drains take clients again",
        mixinStandardHelpOptions = true,
        versionProvider = GatewayVersion.class)
final class UndrainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private NodeOptions options = new NodeOptions();

    @Override
    public Integer call() {
        return OrderRun.run(
                options, spec, System.getenv(), (vertx, orders, run) -> orders.send("POST", "/undrain", Map.of())
                        .compose(run::report)
                        .compose(state -> Future.succeededFuture()));
    }
}
