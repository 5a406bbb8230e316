package io.sluice.loadtest;

import io.sluice.loadtest.balance.BalanceLoad;
import io.sluice.loadtest.cluster.ClusterPlan;
import io.sluice.loadtest.load.LoadPayload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The load under which nodes come and go, and settings of the cluster. */
final class BalanceOptions {
    /** A channel has so many subscribers unless told otherwise: 500 publications a second are 5,000 messages then. */
    private static final int SUBSCRIBERS = 10;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--channels",
            paramLabel = "N",
            description = "Channels, of which each client subscribes one (default: one for each 10 clients).")
    private int channels;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Publications a second over all channels (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "120",
            description = "Of each publication's data (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--open",
            paramLabel = "N",
            defaultValue = "300",
            description = "Clients a second that connect before the load begins (default: ${DEFAULT-VALUE}).")
    private double opening;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A setting of the gateways, e.g. rebalance.rate=100. May be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--router-set",
            paramLabel = "NAME=VALUE",
            description = "A setting of the routers, e.g. balance.policy=round_robin. May be repeated.")
    private Map<String, String> routerSettings = new LinkedHashMap<>();

    @Option(
            names = "--jvm-option",
            paramLabel = "O",
            description = "An option of the gateways' and the routers' JVMs, e.g. -Xmx512m. May be repeated.")
    private List<String> jvmOptions = new ArrayList<>();

    BalanceLoad load(int clients) {
        Usage.requireOneOrMore(command, "--clients", clients);
        return Usage.checked(
                command,
                () -> new BalanceLoad(
                        clients,
                        channels == 0 ? Math.max(1, clients / SUBSCRIBERS) : channels,
                        rate,
                        new LoadPayload(size),
                        opening));
    }

    /** The cluster's settings. */
    ClusterPlan plan() {
        ClusterPlan plan = ClusterPlan.gateways(1);
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            plan = plan.withSetting(setting.getKey(), setting.getValue());
        }
        for (Map.Entry<String, String> setting : routerSettings.entrySet()) {
            plan = plan.withRouterSetting(setting.getKey(), setting.getValue());
        }
        for (String option : jvmOptions) {
            plan = plan.withJvmOption(option);
        }
        return plan;
    }
}
