package io.sluice.loadtest;

import io.sluice.loadtest.baseline.BaselineTarget;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.load.WatchedProcess;
import io.sluice.loadtest.load.WatchedProcess.Role;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.report.StatusLine;
import io.sluice.loadtest.scenario.CentrifugoTarget;
import io.sluice.loadtest.scenario.ClusterTarget;
import io.sluice.loadtest.scenario.Contender;
import io.sluice.loadtest.scenario.LoadScenario;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a load is made against, and what that is compared with; shared by the commands that publish. */
final class TargetOptions {
    private static final Pattern CENTRIFUGO = Pattern.compile("(centrifugo|centrifuge)=(.+)");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--compare",
            paramLabel = "WHAT",
            description = "Measure another server in turn: baseline (a bare Netty server), or centrifugo=PROGRAM or "
                    + "centrifuge=PROGRAM on the same Redis. May be repeated.")
    private List<String> compare = new ArrayList<>();

    /** Adds a setting of our gateways unless the user gave another value. */
    void defaultSetting(String name, String value) {
        server.defaultSetting(name, value);
    }

    /** Refuses what cannot be run together. */
    void check() {
        server.check(command);
        for (String other : compare) {
            boolean centrifugo = CENTRIFUGO.matcher(other).matches();
            Usage.require(
                    command,
                    other.equals("baseline") || centrifugo,
                    "--compare: expected baseline, centrifugo=PROGRAM or centrifuge=PROGRAM but was " + other);
            Usage.require(
                    command,
                    !centrifugo || server.ownClusterWithRedis(),
                    "--compare " + other + ": needs a cluster with Redis");
        }
    }

    /** Starts what is needed, runs the scenario, and ends what was started. */
    ScenarioResult run(LoadScenario scenario, LoadOptions load, StatusLine status)
            throws IOException, InterruptedException {
        Deque<LoadTarget> started = new ArrayDeque<>();
        try {
            status.show("starting the servers …");
            List<Contender> contenders = new ArrayList<>();
            LoadTarget first = server.start();
            started.push(first);
            contenders.add(new Contender(first, scenario.shape()));
            for (String other : compare) {
                contenders.add(rival(other, first, scenario, started));
            }
            return load.run(scenario, contenders, status);
        } finally {
            started.forEach(LoadTarget::close);
        }
    }

    private Contender rival(String name, LoadTarget first, LoadScenario scenario, Deque<LoadTarget> started)
            throws IOException, InterruptedException {
        Matcher centrifugo = CENTRIFUGO.matcher(name);
        if (centrifugo.matches()) {
            ClusterTarget cluster = (ClusterTarget) first;
            CentrifugoTarget target = CentrifugoTarget.start(
                    centrifugo.group(1),
                    Path.of(centrifugo.group(2)),
                    cluster.cluster().redis().uri(),
                    new WatchedProcess(
                            "redis", Role.REDIS, cluster.cluster().redis().pid()),
                    TimeSource.system());
            started.push(target);
            return new Contender(target, scenario.shape());
        }
        BaselineTarget target = BaselineTarget.start(server.jvmOptions());
        started.push(target);
        return new Contender(
                target, BaselineTarget.broadcastOf(scenario.shape(), scenario.baselineDeliveriesPerSecond()));
    }
}
