package io.sluice.common.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessLifecycleTest {

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<Process> processes = new CopyOnWriteArrayList<>();

    @AfterEach
    void killProcesses() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void aProcessEndsWithStatusZeroWhenItsStackIsStopped() {
        ServiceStack stack = new ServiceStack().add(new RecordingService("a", calls));

        int status = lifecycle(stack).run(stack::stop);

        assertThat(status).isEqualTo(ProcessLifecycle.STATUS_OK);
        assertThat(calls).containsExactly("start a", "stop a");
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aFailedStartIsToldInOneLineWithStatusOne() {
        ServiceStack stack = new ServiceStack()
                .add(new RecordingService("server", calls).startsWith(Future.failedFuture("port 1\r\nis in use")));

        int status = lifecycle(stack).run(() -> calls.add("ready"));

        assertThat(status).isEqualTo(ProcessLifecycle.STATUS_FAILED);
        assertThat(calls).containsExactly("start server");
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("example: server could not start: port 1 is in use");
    }

    @Test
    void aFailedStopIsToldByTheStatus() {
        ServiceStack stack =
                new ServiceStack().add(new RecordingService("a", calls).stopsWith(Future.failedFuture("stuck")));

        assertThat(lifecycle(stack).run(stack::stop)).isEqualTo(ProcessLifecycle.STATUS_FAILED);
    }

    @Test
    void onSigtermTheStackStopsAndTheProcessEndsWithStatusZero() throws Exception {
        Process process = start("starts");
        BufferedReader output = process.inputReader();
        awaitLine(output, "ready");

        process.toHandle().destroy();

        assertThat(output.lines()).contains("server stops");
        assertThat(statusOf(process)).isZero();
    }

    @Test
    void onSigtermDuringAStartTheProcessEndsToo() throws Exception {
        Process process = start("hangs");
        awaitLine(process.inputReader(), "starting");

        process.toHandle().destroy();

        assertThat(process.errorReader().lines()).isEmpty();
        assertThat(statusOf(process)).isZero();
    }

    @Test
    void aProcessThatCannotStartEndsAlthoughItsThreadsLive() throws Exception {
        Process process = start("fails");

        assertThat(process.errorReader().lines()).containsExactly("example: server could not start: port 1 is in use");
        assertThat(statusOf(process)).isEqualTo(1);
    }

    private ProcessLifecycle lifecycle(ServiceStack stack) {
        return new ProcessLifecycle("example", stack, new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    private Process start(String behaviour) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExampleProcess.class.getName(),
                        behaviour)
                .start();
        processes.add(process);
        return process;
    }

    private static void awaitLine(BufferedReader output, String expected) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals(expected)) {
                return;
            }
        }
        throw new AssertionError("the process ended without saying " + expected);
    }

    private static int statusOf(Process process) throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
