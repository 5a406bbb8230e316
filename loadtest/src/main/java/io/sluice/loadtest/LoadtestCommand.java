package io.sluice.loadtest;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The load tests, each a sub-command. */
@Command(
        name = "loadtest",
        synopsisSubcommandLabel = "SCENARIO",
        description = {
            "Starts a cluster on this machine, loads it and measures.",
            "Exit status: 0 all limits were kept, 1 one was not or the test failed, 2 wrong usage."
        })
final class LoadtestCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private LoadtestCommand() {}

    /** The command with a sub-command for each scenario. */
    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new LoadtestCommand())
                .addSubcommand(new FanoutCommand(surroundings))
                .addSubcommand(new TickerCommand(surroundings))
                .addSubcommand(new BaselineCommand(surroundings))
                .addSubcommand(new ConnectCommand(surroundings))
                .addSubcommand(new IdleCommand(surroundings))
                .addSubcommand(new ChurnCommand(surroundings))
                .addSubcommand(new SlowCommand(surroundings))
                .addSubcommand(new DeltaCommand(surroundings))
                .addSubcommand(new RouterCommand(surroundings))
                .addSubcommand(new ScaleOutCommand(surroundings))
                .addSubcommand(new RollingCommand(surroundings))
                .addSubcommand(new StormCommand(surroundings))
                .addSubcommand(new StartupCommand(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected a scenario: " + String.join(", ", spec.subcommands().keySet()));
    }
}
