package io.sluice.loadtest.cluster;

import io.sluice.loadtest.measure.ProcessReading;
import io.sluice.loadtest.measure.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * One start of a gateway or a router as a user does it, by the script {@code ./sluice}, until it says that it is ready. The
 * process is ended then.
 *
 * @param ready from the start of the script to the line that says so
 * @param cpu user and system time of the program until then, in steps of 10 ms; zero where there is no {@code /proc}
 * @param residentBytes memory in RAM at that moment, shared pages included; 0 where there is no {@code /proc}
 */
public record LauncherStart(Duration ready, Duration cpu, long residentBytes) {
    /** The variable of the script that says whether it uses an archive of classes. */
    private static final String ARCHIVE_VARIABLE = "STARTUP_ARCHIVE";

    /** The first start may build the programs and their archive. */
    private static final Duration READY_TIMEOUT = Duration.ofMinutes(5);

    private static final Duration END_TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern READY = Pattern.compile("ready on \\S+:\\d+, management on");

    /** Whether the script lets the JVM take classes from an archive. */
    public enum Archive {
        USED,
        UNUSED
    }

    /** The programs that can be started so, with the arguments that they need on free ports. */
    public enum Starter {
        GATEWAY,
        ROUTER;

        private List<String> arguments() {
            return switch (this) {
                case GATEWAY -> List.of("gateway");
                case ROUTER -> List.of("router", "--backends", "127.0.0.1:1");
            };
        }
    }

    /** Whether the script is where the programs are. */
    public static boolean possible() {
        return Files.isExecutable(script());
    }

    /**
     * Starts the program with the Java that runs us, measures, and ends it.
     *
     * @throws ServerStartException when it is not ready within five minutes
     */
    public static LauncherStart measure(Starter starter, Archive archive, TimeSource time)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(script().toString()).redirectErrorStream(true);
        builder.command().addAll(starter.arguments());
        builder.command().addAll(List.of("--port", "0", "--management-port", "0"));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("SLUICE_"));
        builder.environment().remove(ARCHIVE_VARIABLE);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        if (archive == Archive.UNUSED) {
            builder.environment().put(ARCHIVE_VARIABLE, "off");
        }
        try (ChildGuard guard = ChildGuard.start()) {
            long startedNanos = time.nanos();
            Process process = builder.start();
            // The script becomes the program, under the same number.
            guard.watch(process.pid());
            ProcessLog log = ProcessLog.follow(starter.name(), process.getInputStream());
            boolean ready = log.await(READY, READY_TIMEOUT).isPresent();
            Duration took = Duration.ofNanos(time.nanos() - startedNanos);
            ProcessReading reading =
                    ProcessReading.of(process.pid()).orElse(new ProcessReading(0, Duration.ZERO, 0, 0));
            process.destroyForcibly();
            if (!process.waitFor(END_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("survives kill -9: " + builder.command());
            }
            guard.forget(process.pid());
            if (!ready) {
                throw new ServerStartException(starter.arguments().get(0) + " did not get ready; it wrote:\n" + log);
            }
            return new LauncherStart(took, reading.cpuTime(), reading.residentBytes());
        }
    }

    private static Path script() {
        return Programs.find().home().resolve("sluice").toAbsolutePath();
    }
}
