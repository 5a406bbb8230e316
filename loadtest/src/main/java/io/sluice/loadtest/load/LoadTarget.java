package io.sluice.loadtest.load;

import java.net.URI;
import java.util.List;

/**
 * What a load test drives: any server of the protocol, with what belongs to it. One target serves many runs, one at a time.
 *
 * <p>Threading: for one thread, which starting and closing may block for seconds.
 */
public interface LoadTarget extends AutoCloseable {
    /** In reports, e.g. {@code centrifugo}. */
    String name();

    /** Where clients connect to; they are spread over these in turn. */
    List<URI> webSocketUrls();

    /** The processes whose costs are reported; may be none, when the target is elsewhere. */
    List<WatchedProcess> processes();

    /** What publishes in a run of this shape. */
    Feed feed(LoadShape shape, ChannelNames names);

    /** Ends what was started. */
    @Override
    void close();
}
