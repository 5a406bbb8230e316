package io.sluice.gateway;

import io.sluice.common.config.ConfigException;
import io.sluice.common.lifecycle.ProcessLifecycle;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line of the gateway: {@code gateway} runs a node, {@code config} checks and explains its
 * settings, {@code token} makes tokens, {@code drain} and {@code undrain} tell a node that runs.
 */
@Command(
        name = "sluice",
        subcommands = {
            GatewayCommand.class,
            ConfigCommand.class,
            TokenCommand.class,
            DrainCommand.class,
            UndrainCommand.class
        },
        description = "A real-time pub/sub gateway")
final class GatewayMain implements Callable<Integer> {

    private GatewayMain() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return new CommandLine(new GatewayMain())
                .setParameterExceptionHandler((mistake, given) -> {
                    mistake.getCommandLine().getErr().println("sluice: " + mistake.getMessage());
                    return ProcessLifecycle.STATUS_USAGE;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof ConfigException) {
                        command.getErr().println("sluice: " + failure.getMessage());
                        return ProcessLifecycle.STATUS_USAGE;
                    }
                    throw failure;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() {
        CommandLine.usage(this, System.err);
        return ProcessLifecycle.STATUS_USAGE;
    }
}
