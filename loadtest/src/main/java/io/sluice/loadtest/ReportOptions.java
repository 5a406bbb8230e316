package io.sluice.loadtest;

import io.sluice.loadtest.report.HtmlReport;
import io.sluice.loadtest.report.JsonReport;
import io.sluice.loadtest.report.StatusLine;
import io.sluice.loadtest.report.TextReport;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every scenario's command does with its result: the table, the files asked for, and the exit status. */
final class ReportOptions {
    private static final int LIMIT_EXCEEDED = 1;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--json", paramLabel = "F", description = "Write the result to this file, too, as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--html",
            paramLabel = "F",
            description = "Write the result to this file, too, as a page with charts.")
    private @Nullable Path html;

    /** The line of progress on the command's error stream. */
    StatusLine statusLine(Surroundings surroundings) {
        return new StatusLine(command.commandLine().getErr(), surroundings.terminal());
    }

    /**
     * To be called before a run, which may take minutes.
     *
     * @throws ParameterException when a file could not be written at its end
     */
    void check() {
        checkWritable("--json", json);
        checkWritable("--html", html);
    }

    private void checkWritable(String option, @Nullable Path file) {
        Path directory = file == null ? null : file.toAbsolutePath().getParent();
        if (file != null && (Files.isDirectory(file) || directory == null || !Files.isWritable(directory))) {
            throw new ParameterException(
                    command.commandLine(), option + ": expected a file in a directory that exists but was " + file);
        }
    }

    /**
     * Prints the table and writes the files.
     *
     * @return the exit status
     */
    int report(ScenarioResult result) throws IOException {
        PrintWriter out = command.commandLine().getOut();
        TextReport.lines(result).forEach(out::println);
        out.flush();
        if (json != null) {
            JsonReport.write(result, json);
        }
        if (html != null) {
            HtmlReport.write(result, html);
        }
        return result.passes() ? 0 : LIMIT_EXCEEDED;
    }
}
