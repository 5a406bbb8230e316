package io.sluice.loadtest.cluster;

import io.sluice.common.threading.ThreadSafe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that a cluster is compared with, as a process. It never outlives the JVM that started it.
 *
 * <p>Threading: may be used by any thread.
 */
@ThreadSafe
public final class SideProcess implements AutoCloseable {
    /** A process start on a busy machine of two cores takes some seconds. */
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);

    private final Process process;
    private final ChildGuard guard;
    private final ProcessLog log;

    private SideProcess(Process process, ChildGuard guard, ProcessLog log) {
        this.process = process;
        this.guard = guard;
        this.log = log;
    }

    /**
     * Starts it and waits until a line of its output says that it is ready.
     *
     * @param ready found in that line
     * @throws ServerStartException when it cannot be started, ends, or is not ready within a minute
     */
    public static SideProcess start(String name, List<String> command, Pattern ready)
            throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new ServerStartException(name + " cannot be started: " + e.getMessage(), e);
        }
        ChildGuard guard = ChildGuard.start();
        guard.watch(process.pid());
        SideProcess started = new SideProcess(process, guard, ProcessLog.follow(name, process.getInputStream()));
        if (started.log.await(ready, READY_TIMEOUT).isEmpty()) {
            started.close();
            throw new ServerStartException(name + " did not get ready; it wrote:\n" + started.log);
        }
        return started;
    }

    public long pid() {
        return process.pid();
    }

    /** The first line so far in which the pattern is found. */
    public Optional<Matcher> said(Pattern pattern) throws InterruptedException {
        return log.await(pattern, Duration.ZERO);
    }

    /** Writes a line to its standard input. */
    public synchronized void tell(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Kills it and waits until it is gone. */
    @Override
    public synchronized void close() {
        process.destroyForcibly();
        try {
            var unused = process.waitFor(READY_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        guard.close();
    }
}
