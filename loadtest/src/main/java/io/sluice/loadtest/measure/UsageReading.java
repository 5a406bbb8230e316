package io.sluice.loadtest.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The CPU time and memory of a process of this machine, read from {@code /proc} (Linux only). Cheaper than
 * {@link ProcessReading}, which counts files, and with user and system time apart.
 *
 * @param user time spent in the program since it started, in steps of 10 ms
 * @param system time spent in the kernel for it, in steps of 10 ms; what loopback costs the receiver in interrupts counts
 *     as the sender's
 * @param residentBytes memory in RAM, shared pages included
 */
public record UsageReading(Duration user, Duration system, long residentBytes) {
    private static final long KIB = 1024;
    /** Linux reports CPU time to user space in hundredths of a second on every architecture. */
    private static final long MILLIS_PER_CLOCK_TICK = 10;
    /** Fields of {@code /proc/PID/stat}, counted from the one after the command name in parentheses. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;

    /** Empty where there is no {@code /proc}, or no such process. */
    public static Optional<UsageReading> of(long pid) {
        Path directory = Path.of("/proc", Long.toString(pid));
        try {
            return Optional.of(
                    parse(Files.readString(directory.resolve("stat")), Files.readString(directory.resolve("status"))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static UsageReading parse(String stat, String status) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new UsageReading(
                ticks(fields[USER_TICKS]),
                ticks(fields[SYSTEM_TICKS]),
                ProcessReading.statusNumber(status, "VmRSS:") * KIB);
    }

    private static Duration ticks(String field) {
        return Duration.ofMillis(Long.parseLong(field) * MILLIS_PER_CLOCK_TICK);
    }

    public Duration cpu() {
        return user.plus(system);
    }
}
