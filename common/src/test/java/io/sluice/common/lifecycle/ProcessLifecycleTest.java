package io.sluice.common.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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
    void aSecondSignalHurriesTheStop() throws Exception {
        Process process = start("starts and takes its time");
        BufferedReader output = process.inputReader();
        awaitLine(output, "ready");
        process.toHandle().destroy();
        awaitLine(output, "unhurried stops");

        interrupt(process);

        assertThat(statusOf(process)).isZero();
    }

    @Test
    void aJvmThatLeavesSignalsAloneStartsAllTheSame() throws Exception {
        // With -Xrs the JVM leaves signals alone: the process dies of them, as whoever asks for that wants.
        Process process = start("starts", "-Xrs");
        awaitLine(process.inputReader(), "ready");

        process.toHandle().destroy();

        assertThat(statusOf(process)).isEqualTo(128 + 15);
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

    private static void interrupt(Process process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private Process start(String behaviour, String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), ExampleProcess.class.getName(), behaviour));
        Process process = new ProcessBuilder(command).start();
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
