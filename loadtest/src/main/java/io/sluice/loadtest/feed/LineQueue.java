package io.sluice.loadtest.feed;

import io.sluice.loadtest.measure.OpenLoopSchedule;
import io.sluice.loadtest.measure.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Lines read ahead by a thread of its own, taken in batches of what is there: a lone line goes at once, and while one
 * batch is on its way the next one gathers.
 *
 * <p>Holds at most {@value #CAPACITY} lines; then the reader waits, and so does who feeds it. Threading: taken by one
 * thread.
 */
final class LineQueue {
    static final int MAX_BATCH_LINES = 100;
    /** Below the 64 KiB that servers commonly take as a body; a longer line goes alone. */
    static final int MAX_BATCH_BYTES = 48 * 1024;

    private static final int CAPACITY = 10 * MAX_BATCH_LINES;

    private final BlockingQueue<Line> queue = new ArrayBlockingQueue<>(CAPACITY);

    /**
     * Starts reading.
     *
     * @param perSecond lines to let through a second, in open loop; empty for as fast as they are taken
     */
    static LineQueue readAhead(NdjsonReader reader, Optional<Double> perSecond, TimeSource time) {
        LineQueue lines = new LineQueue();
        Thread thread = new Thread(() -> lines.readAll(reader, perSecond, time), "reader");
        thread.setDaemon(true);
        thread.start();
        return lines;
    }

    private void readAll(NdjsonReader reader, Optional<Double> perSecond, TimeSource time) {
        Optional<OpenLoopSchedule> schedule = perSecond.map(rate -> new OpenLoopSchedule(time.nanos(), rate));
        try {
            Line line;
            long index = 0;
            do {
                line = reader.next();
                if (schedule.isPresent() && line instanceof Line.Valid) {
                    time.sleepUntil(schedule.get().dueNanos(index++));
                }
                queue.put(line);
            } while (!(line instanceof Line.End));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The lines that are there, in order; waits for the first one, and gives none when none comes in time. */
    List<Line> take(Duration patience) throws InterruptedException {
        List<Line> batch = new ArrayList<>();
        Line line = queue.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        int bytes = 0;
        while (line != null) {
            batch.add(line);
            bytes += sizeOf(line);
            Line next = queue.peek();
            boolean fits = next != null && bytes + sizeOf(next) <= MAX_BATCH_BYTES;
            line = fits && batch.size() < MAX_BATCH_LINES ? queue.poll() : null;
        }
        return batch;
    }

    private static int sizeOf(Line line) {
        return line instanceof Line.Valid valid ? valid.json().length() : 0;
    }
}
