package io.sluice.gateway;

import io.sluice.common.config.ConfigLoader;
import io.sluice.common.lifecycle.ProcessLifecycle;
import io.sluice.common.metrics.MetricTable;
import io.sluice.gateway.metrics.GatewayMetric;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks, shows and explains the settings of a gateway. */
@Command(
        name = "config",
        description = "Checks, prints and documents settings; documents metrics",
        mixinStandardHelpOptions = true,
        versionProvider = GatewayVersion.class)
final class ConfigCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(name = "check", description = "Says whether a gateway would start with these settings")
    int check(@Parameters(paramLabel = "FILE") Path file) {
        ConfigLoader<GatewaySettings> loader = loader(file);
        loader.load();
        out().println("the settings are valid");
        if (!loader.ignored().isEmpty()) {
            out().println("not available in Sluice:");
            loader.ignored().forEach(setting -> out().println("  " + setting));
        }
        return ProcessLifecycle.STATUS_OK;
    }

    @Command(name = "print", description = "Prints the effective settings; secrets are redacted")
    int print(@Parameters(paramLabel = "FILE", arity = "0..1") @Nullable Path file) {
        out().println(loader(file).describe());
        return ProcessLifecycle.STATUS_OK;
    }

    @Command(name = "doc", description = "Prints what every setting does")
    int doc() {
        out().print(page(ConfigLoader.of(GatewaySettings.class).document()));
        out().flush();
        return ProcessLifecycle.STATUS_OK;
    }

    @Command(name = "metrics", description = "Prints what every metric of a gateway means, as in docs/metrics.md")
    int metrics() {
        out().print(MetricTable.of(GatewayMetric.catalogue()));
        out().flush();
        return ProcessLifecycle.STATUS_OK;
    }

    /** The page {@code docs/configuration.md} around {@code table}. */
    static String page(String table) {
        return """
                # Settings of the gateway

                From `--config FILE` (YAML, or JSON if its name ends in `.json`), overridden by environment variables, overridden by the
                command line (`--set KEY=VALUE`). In a file, a dot is a level: `client.insecure` is `insecure` below `client`. An unknown
                setting is an error that names the nearest known one. `./sluice config check FILE` checks a file, `./sluice config print FILE`
                shows the settings that would be in force.

                A configuration file of Centrifugo 6 is read as it is. Of its settings those that Sluice lacks have no effect: they are
                named by a warning at start and by `config check`. Where it has a list of one value or a mapping of texts, and this table a
                single value or a list of texts, either shape will do in a file. Variables named `CENTRIFUGO_…` are not read.

                """
                + table.strip()
                + "\n";
    }

    private static ConfigLoader<GatewaySettings> loader(@Nullable Path file) {
        ConfigLoader<GatewaySettings> loader =
                ConfigLoader.of(GatewaySettings.class).lacking(CentrifugoCatalogue.lacking());
        if (file != null) {
            loader.file(file);
        }
        return loader.environment(System.getenv());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
