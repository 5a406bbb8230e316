package io.sluice.loadtest.load;

import io.sluice.loadtest.measure.OpenLoopSchedule;
import java.io.IOException;
import java.time.Duration;

/**
 * What makes the publications of one run: publication {@code i} is due when the schedule says, on the clock of
 * {@link io.sluice.loadtest.measure.TimeSource#nanos()}, and says so itself.
 *
 * <p>Threading: for one thread; the publications are made by others.
 */
public interface Feed extends AutoCloseable {
    /** Begins to publish {@code count} publications. */
    void start(OpenLoopSchedule schedule, long count);

    /**
     * Waits until all has been published, and gives up what has not been when the patience is over.
     *
     * @throws IOException when the server cannot be reached
     */
    void awaitEnd(Duration patience) throws IOException, InterruptedException;

    /** How many publications each channel was given; to be asked after the end. */
    Published published();

    /** Publications that the server refused, or that came too late to be sent at all; to be asked after the end. */
    long failed();

    /** Stops what still runs. */
    @Override
    void close();
}
