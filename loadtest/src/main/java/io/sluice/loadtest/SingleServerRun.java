package io.sluice.loadtest;

import io.sluice.loadtest.load.ClientLoops;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.report.StatusLine;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.IOException;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** The course of a command that measures one server and compares it with none: check, start, run, end, report. */
final class SingleServerRun {
    private SingleServerRun() {}

    /** What is done with the server once it is up. */
    @FunctionalInterface
    interface Work {
        ScenarioResult run(LoadTarget target, ClientLoops loops, Consumer<String> progress)
                throws IOException, InterruptedException;
    }

    /** Blocks for all of it; returns the exit status. */
    static int run(
            CommandSpec command, ServerOptions server, ReportOptions report, Surroundings surroundings, Work work)
            throws IOException, InterruptedException {
        server.check(command);
        report.check();
        StatusLine status = report.statusLine(surroundings);
        status.show("starting the servers …");
        try (LoadTarget target = server.start();
                ClientLoops loops = ClientLoops.start(1, TimeSource.system())) {
            ScenarioResult result = work.run(target, loops, status::show);
            status.clear();
            return report.report(result);
        }
    }
}
