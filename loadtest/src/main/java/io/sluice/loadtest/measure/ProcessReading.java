package io.sluice.loadtest.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a process of this machine uses at one moment, read from {@code /proc} (Linux only).
 *
 * @param residentBytes memory in RAM, shared pages included
 * @param cpuTime user and system time since the process started, in steps of 10 ms
 * @param openFiles open file descriptors, sockets included
 * @param threads live threads
 */
public record ProcessReading(long residentBytes, Duration cpuTime, int openFiles, int threads) {
    private static final long KIB = 1024;
    /** Linux reports CPU time to user space in hundredths of a second on every architecture. */
    private static final long MILLIS_PER_CLOCK_TICK = 10;
    /** Fields of {@code /proc/PID/stat}, counted from the one after the command name in parentheses. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;

    /** Empty where there is no {@code /proc}, or no such process. */
    public static Optional<ProcessReading> of(long pid) {
        Path directory = Path.of("/proc", Long.toString(pid));
        try {
            String status = Files.readString(directory.resolve("status"));
            return Optional.of(new ProcessReading(
                    statusNumber(status, "VmRSS:") * KIB,
                    cpuTime(Files.readString(directory.resolve("stat"))),
                    countOpenFiles(directory.resolve("fd")),
                    (int) statusNumber(status, "Threads:")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Duration cpuTime(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
        return Duration.ofMillis(ticks * MILLIS_PER_CLOCK_TICK);
    }

    /** The number behind {@code label}, 0 when the kernel leaves it out (as it does for an ended process). */
    static long statusNumber(String status, String label) {
        int at = status.indexOf("\n" + label);
        if (at < 0) {
            return 0;
        }
        String rest = status.substring(at + 1 + label.length()).stripLeading();
        return Long.parseLong(rest.split("\\s", 2)[0]);
    }

    private static int countOpenFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return (int) files.count();
        }
    }
}
