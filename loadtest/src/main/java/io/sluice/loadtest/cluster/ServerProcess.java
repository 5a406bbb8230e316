package io.sluice.loadtest.cluster;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.loadtest.measure.LiveHeap;
import io.sluice.loadtest.measure.ProcessReading;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A gateway or a router as a process on ports of its own. It can be stopped, killed and started again on the same ports.
 *
 * <p>Threading: may be used by any thread, one call at a time; every call blocks its caller.
 */
@ThreadSafe
public final class ServerProcess {
    /** A JVM start on a busy machine of two cores takes some seconds. */
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);
    /** Above the programs' own limit of a graceful stop. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(40);

    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern READY = Pattern.compile("ready on \\S*:(\\d+), management on \\S*:(\\d+)");
    private static final String LOOPBACK = "127.0.0.1";

    /** The ports that a start asks for (0 = any) or has got. */
    private record Ports(int client, int management) {
        static final Ports ANY = new Ports(0, 0);

        List<String> arguments() {
            return List.of("--port", Integer.toString(client), "--management-port", Integer.toString(management));
        }
    }

    private final String name;
    private final ChildGuard guard;
    // All below guarded by this.
    private List<String> command;
    private Ports ports = Ports.ANY;
    private Process process;
    private ProcessLog log;

    private ServerProcess(String name, List<String> command, ChildGuard guard) {
        this.name = name;
        this.command = List.copyOf(command);
        this.guard = guard;
        launch();
    }

    /** Starts the process and does not wait; {@link #awaitReady} does. */
    static ServerProcess launch(String name, List<String> command, ChildGuard guard) {
        return new ServerProcess(name, command, guard);
    }

    private void launch() {
        List<String> full = new ArrayList<>(command);
        full.addAll(ports.arguments());
        ProcessBuilder builder = new ProcessBuilder(full).redirectErrorStream(true);
        // Settings in our own environment are meant for others, and the ready line must come in the usual form.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("SLUICE_"));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new ServerStartException(name + " cannot be started: " + e.getMessage(), e);
        }
        guard.watch(process.pid());
        log = ProcessLog.follow(name, process.getInputStream());
    }

    /** @throws ServerStartException when it ends or is not ready within a minute; it is gone then */
    synchronized void awaitReady() throws InterruptedException {
        Optional<Matcher> ready = log.await(READY, READY_TIMEOUT);
        if (ready.isEmpty()) {
            // Its output may end a moment before the process has.
            String fate = process.waitFor(KILL_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                    ? "ended with status " + process.exitValue() + " before it was ready"
                    : "was not ready within " + READY_TIMEOUT.toSeconds() + " s";
            kill();
            throw new ServerStartException(name + " " + fate + "; it wrote:\n" + log);
        }
        ports = new Ports(
                Integer.parseInt(ready.get().group(1)),
                Integer.parseInt(ready.get().group(2)));
    }

    public String name() {
        return name;
    }

    public synchronized long pid() {
        return process.pid();
    }

    public synchronized boolean alive() {
        return process.isAlive();
    }

    /** The client port. */
    public synchronized int port() {
        return ports.client();
    }

    public synchronized int managementPort() {
        return ports.management();
    }

    /** Where clients of the bidirectional WebSocket protocol connect to. */
    public URI webSocketUri() {
        return URI.create("ws://" + LOOPBACK + ":" + port() + "/connection/websocket");
    }

    /** The base of the HTTP API, as {@link io.sluice.loadtest.client.HttpApi} takes it. */
    public URI apiUrl() {
        return URI.create("http://" + LOOPBACK + ":" + port());
    }

    /** The base of {@code /health/…} and {@code /metrics}. */
    public URI managementUrl() {
        return URI.create("http://" + LOOPBACK + ":" + managementPort());
    }

    /** What the running (or last) process has written; a restart begins a new one. */
    public synchronized ProcessLog log() {
        return log;
    }

    /** Memory and CPU now; empty when it does not run, or where there is no {@code /proc}. */
    public Optional<ProcessReading> reading() {
        return ProcessReading.of(pid());
    }

    /** Bytes of live objects after full collections, which stop the process meanwhile. */
    public long liveHeapBytes() throws IOException, InterruptedException {
        return LiveHeap.bytesAfterCollection(pid());
    }

    /** Ends it with {@code kill -9} and waits until it is gone; does nothing when it has ended. */
    public synchronized void kill() throws InterruptedException {
        abandon();
        if (!process.waitFor(KILL_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(name + " survives kill -9");
        }
        guard.forget(process.pid());
    }

    /**
     * Asks it to end (SIGTERM) and waits; does nothing when it has ended.
     *
     * @return its exit status
     * @throws IllegalStateException when it has not ended after 40 s; it is killed then
     */
    public synchronized int stop() throws InterruptedException {
        askToStop();
        if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException(
                    name + " did not stop within " + STOP_TIMEOUT.toSeconds() + " s; it wrote:\n" + log);
        }
        guard.forget(process.pid());
        return process.exitValue();
    }

    /** Sends SIGTERM and does not wait. By its handle, because Process.destroy() closes the pipe that it still writes to. */
    public synchronized void askToStop() {
        process.toHandle().destroy();
    }

    /** Sends SIGKILL and does not wait. */
    synchronized void abandon() {
        process.toHandle().destroyForcibly();
    }

    /** Sends a signal by its name without {@code SIG}, e.g. {@code STOP} and {@code CONT} to freeze it for a while. */
    public void signal(String signalName) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + signalName, Long.toString(pid()))
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("kill -" + signalName + " of " + name + " failed with status " + status);
        }
    }

    /** Kills what still runs, starts it again with the same settings on the same ports, and waits until it is ready. */
    public synchronized void restart() throws InterruptedException {
        kill();
        launch();
        awaitReady();
    }

    /**
     * Asks it to end, waits until it has, and starts it on the same ports with further arguments, as a roll to new settings does.
     *
     * @return the exit status of the one that ended
     */
    public synchronized int replace(List<String> furtherArguments) throws InterruptedException {
        int status = stop();
        List<String> longer = new ArrayList<>(command);
        longer.addAll(furtherArguments);
        command = List.copyOf(longer);
        launch();
        awaitReady();
        return status;
    }
}
