package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.ApiPort;
import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.Feed;
import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.load.PublishingFeed;
import io.sluice.loadtest.load.WatchedProcess;
import io.sluice.loadtest.measure.TimeSource;
import java.net.URI;
import java.util.List;

/**
 * A server of the protocol that runs already, whoever started it. Its clients must be let in without a token.
 */
public final class UrlTarget implements LoadTarget {
    private final URI url;
    private final String apiKey;
    private final List<WatchedProcess> processes;
    private final TimeSource time;

    /**
     * A target at {@code url}, e.g. {@code http://localhost:8000}, with the usual paths below it.
     *
     * @param apiKey of its HTTP API; empty when it asks for none
     * @param processes of this machine that belong to it
     */
    public UrlTarget(URI url, String apiKey, List<WatchedProcess> processes, TimeSource time) {
        if (url.getHost() == null || !"http".equals(url.getScheme())) {
            throw new IllegalArgumentException("expected an address like http://localhost:8000 but was " + url);
        }
        this.url = url;
        this.apiKey = apiKey;
        this.processes = List.copyOf(processes);
        this.time = time;
    }

    @Override
    public String name() {
        return "server";
    }

    @Override
    public List<URI> webSocketUrls() {
        return List.of(URI.create("ws://" + url.getRawAuthority() + "/connection/websocket"));
    }

    @Override
    public List<WatchedProcess> processes() {
        return processes;
    }

    @Override
    public Feed feed(LoadShape shape, ChannelNames names) {
        return new PublishingFeed(shape, names, time, List.of(new ApiPort(url, apiKey, time)));
    }

    /** Leaves it running. */
    @Override
    public void close() {}
}
