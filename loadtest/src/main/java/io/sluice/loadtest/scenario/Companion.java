package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.LoadShape;
import java.io.IOException;

/** What goes on beside the load of a run. Threading: called by the run's thread, in this order. */
interface Companion {
    /**
     * All clients of the load are subscribed, and nothing has been published yet.
     *
     * @param names of the run's channels
     */
    void beforeFeed(LoadShape shape, ChannelNames names) throws IOException;

    /** Publications begin at a time on the clock of {@link io.sluice.loadtest.measure.TimeSource#nanos()}. */
    void feedStarts(long startNanos);

    /** The measured window is over; what was published may still be on its way. */
    void feedEnds() throws IOException, InterruptedException;

    /** The run is over, also when it failed. Stops what still runs. */
    void runEnds();
}
