package io.sluice.loadtest;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line of what drives a cluster from outside: {@code demo}, {@code publish}, {@code check} and {@code loadtest}. */
@Command(name = "sluice", description = "Drives a Sluice cluster from outside", synopsisSubcommandLabel = "COMMAND")
public final class LoadtestMain implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @SuppressWarnings("unused") // picocli sees to it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    private LoadtestMain() {}

    public static void main(String[] arguments) {
        // Our own standard output carries results, so what libraries log goes to standard error, and only warnings.
        System.setProperty("logback.configurationFile", "io/sluice/loadtest/logback.xml");
        Surroundings surroundings = new Surroundings(System.in, System.err, Boolean.getBoolean("sluice.terminal"));
        System.exit(commandLine(surroundings).execute(arguments));
    }

    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new LoadtestMain())
                .addSubcommand(new DemoCommand(surroundings))
                .addSubcommand(new PublishCommand(surroundings))
                .addSubcommand(new CheckCommand())
                .addSubcommand(LoadtestCommand.commandLine(surroundings))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((mistake, given) -> {
                    CommandLine command = mistake.getCommandLine();
                    command.getErr().println("sluice: " + mistake.getMessage());
                    command.getErr().println("Try " + command.getCommandSpec().qualifiedName() + " --help");
                    return command.getCommandSpec().exitCodeOnInvalidInput();
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("sluice: " + failure.getMessage());
                    return command.getCommandSpec().exitCodeOnExecutionException();
                });
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected one of demo, publish, check, loadtest");
    }
}
