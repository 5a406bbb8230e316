package io.sluice.gateway.broker.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processor time that a process or a thread has used since its start. Linux only: it is read from {@code /proc}, where it is
 * counted in ticks of 10 ms.
 */
record CpuTime(double userSeconds, double systemSeconds) {

    /** The kernel counts for user programs in hundredths of a second on every architecture that we know. */
    private static final double TICKS_PER_SECOND = 100;

    /** Places of utime and stime behind the name, which is in parentheses and may hold blanks. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    static CpuTime ofProcess(long pid) {
        return of(Path.of("/proc", String.valueOf(pid), "stat"));
    }

    static CpuTime ofThisProcess() {
        return ofProcess(ProcessHandle.current().pid());
    }

    /** Of the thread that {@link #callingThread} was asked on. */
    static CpuTime ofThread(Path thread) {
        return of(thread.resolve("stat"));
    }

    /** Where the kernel tells of this thread. */
    static Path callingThread() throws IOException {
        return Path.of("/proc/thread-self").toRealPath();
    }

    CpuTime minus(CpuTime earlier) {
        return new CpuTime(userSeconds - earlier.userSeconds, systemSeconds - earlier.systemSeconds);
    }

    /** Of each of so many messages, in microseconds, user and system together. */
    double microsPerMessage(long messages) {
        return (userSeconds + systemSeconds) * 1e6 / messages;
    }

    private static CpuTime of(Path stat) {
        try {
            String text = Files.readString(stat);
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
            return new CpuTime(
                    Long.parseLong(fields[USER]) / TICKS_PER_SECOND, Long.parseLong(fields[SYSTEM]) / TICKS_PER_SECOND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
