package io.sluice.common.lifecycle;

import ch.qos.logback.classic.LoggerContext;
import io.vertx.core.Future;
import java.io.PrintStream;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a process around its {@link ServiceStack}, seen from its main thread: start, wait, stop on a signal, end
 * with a status.
 *
 * <p>Threading: {@link #run} blocks its caller, which must be the main thread and never an event loop; the stop on a
 * signal is waited for by the JVM's shutdown hook.
 */
public final class ProcessLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessLifecycle.class);

    /** Status of a process that did what it was asked, which includes to stop on SIGTERM or SIGINT. */
    public static final int STATUS_OK = 0;

    /** Status of a process that could not start, for example because its port is in use, or not stop in order. */
    public static final int STATUS_FAILED = 1;

    /** Status of a process that was called wrongly: a bad argument or setting. Nothing has been started. */
    public static final int STATUS_USAGE = 2;

    /** To which Unix adds the number of the signal that ended a process. */
    private static final int STATUS_OF_SIGNALS = 128;

    private final String program;
    private final ServiceStack stack;
    private final PrintStream errors;

    /**
     * @param program what error lines call this process, for example {@code gateway}
     * @param errors where a failed start is told, in one line
     */
    public ProcessLifecycle(String program, ServiceStack stack, PrintStream errors) {
        this.program = program;
        this.stack = stack;
        this.errors = errors;
    }

    /** {@link #run(Runnable)} of a process that has nothing to say when it is ready. */
    public int run() {
        return run(() -> {});
    }

    /**
     * Starts the stack and waits until it has been stopped, by SIGTERM, by SIGINT or by {@link ServiceStack#stop}.
     *
     * <p>A second signal hurries the stop ({@link ServiceStack#hurry}), where the JVM lets us hear of it ({@link
     * StopSignals}); there it else would have no effect.
     *
     * <p>After a signal it is the shutdown hook that ends the process, with {@link #STATUS_OK}, whatever the caller does
     * with the returned status.
     *
     * @param whenStarted called on this thread when all services have started
     * @return the status that the caller has to pass to {@code System.exit}, because threads of a process that failed
     *     to start may live on: {@link #STATUS_OK} or {@link #STATUS_FAILED}
     */
    public int run(Runnable whenStarted) {
        Thread hook = new Thread(this::stopAndHalt, program + "-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        StopSignals.handle(this::signalled);
        try {
            return startAndWait(whenStarted);
        } finally {
            remove(hook);
        }
    }

    private int startAndWait(Runnable whenStarted) {
        try {
            await(stack.start());
        } catch (CompletionException e) {
            return stack.stopRequested() ? waitForStop() : startFailed(e);
        }
        whenStarted.run();
        return waitForStop();
    }

    private int startFailed(CompletionException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        errors.println(program + ": " + String.valueOf(cause.getMessage()).replaceAll("\\R", " "));
        LOG.debug("Start failed", cause);
        return STATUS_FAILED;
    }

    /** Waits for a stop that something has to ask for; what failed on the way is in the log already. */
    private int waitForStop() {
        try {
            await(stack.stopped());
            return STATUS_OK;
        } catch (CompletionException e) {
            return STATUS_FAILED;
        }
    }

    private static void await(Future<Void> future) {
        future.toCompletionStage().toCompletableFuture().join();
    }

    /** A thread for each signal. The first does what the JVM would have done, and so waits for the hook and never returns. */
    private void signalled(StopSignals.Occurrence signal) {
        if (signal.first()) {
            Runtime.getRuntime().exit(STATUS_OF_SIGNALS + signal.number());
        } else {
            LOG.info("{} was told to stop again, and hurries", program);
            stack.hurry();
        }
    }

    /**
     * The shutdown hook. It halts, because the JVM that a signal asked to exit would otherwise answer with 128 plus the
     * number of the signal, which supervisors take for a crash. Hooks of others get no time beyond the stop.
     */
    private void stopAndHalt() {
        LOG.info("{} stops", program);
        Future<Void> stopped = stack.stop();
        int status = waitForStop();
        LOG.info("{} stopped after {}", program, stopped.succeeded() ? "an orderly stop" : "a failed stop");
        flushLogs();
        Runtime.getRuntime().halt(status);
    }

    private void flushLogs() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
        System.out.flush();
        errors.flush();
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.trace("The hook is running and ends the process", e);
        }
    }
}
