package io.sluice.loadtest.cluster;

import io.sluice.common.threading.ThreadSafe;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process writes, line by line: kept for error messages, and waited for.
 *
 * <p>Keeps the last {@value #MAX_LINES} lines; older ones are forgotten. Threading: may be used by any thread; filled by
 * a thread of its own, so that the process never blocks on a full pipe.
 */
@ThreadSafe
public final class ProcessLog {
    /** Enough for the story of a test, small enough (under 1 MB) to keep for each process. */
    static final int MAX_LINES = 2_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // All below guarded by lock.
    private final Deque<String> lines = new ArrayDeque<>();
    /** Lines ever received; the first kept one has the number {@code received - lines.size()}. */
    private long received;

    private boolean ended;

    /** Reads {@code output} to its end on a new daemon thread. */
    static ProcessLog follow(String name, InputStream output) {
        ProcessLog log = new ProcessLog();
        Thread reader = new Thread(() -> log.readAll(output), "log-of-" + name);
        reader.setDaemon(true);
        reader.start();
        return log;
    }

    private void readAll(InputStream output) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(reading its output failed: " + e.getMessage() + ")");
        } finally {
            end();
        }
    }

    private void add(String line) {
        lock.lock();
        try {
            lines.addLast(line);
            received++;
            if (lines.size() > MAX_LINES) {
                lines.removeFirst();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a line in which {@code pattern} is found, among those already written too.
     *
     * @return empty when there was none within {@code patience}, or when the process ended without one
     */
    public Optional<Matcher> await(Pattern pattern, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        long seen = 0;
        lock.lock();
        try {
            while (true) {
                Optional<Matcher> found = findFrom(seen, pattern);
                seen = received;
                if (found.isPresent() || ended || left <= 0) {
                    return found;
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<Matcher> findFrom(long number, Pattern pattern) {
        long known = Math.max(0, number - (received - lines.size()));
        return lines.stream()
                .skip(known)
                .map(pattern::matcher)
                .filter(Matcher::find)
                .findFirst();
    }

    /** The kept lines, oldest first. */
    public List<String> lines() {
        lock.lock();
        try {
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    /** The kept lines as one text. */
    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}
