package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.Feed;
import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.load.WatchedProcess;
import java.net.URI;
import java.util.List;

/** A target that nobody runs against. */
record NoServers() implements LoadTarget {
    @Override
    public String name() {
        return "none";
    }

    @Override
    public List<URI> webSocketUrls() {
        return List.of();
    }

    @Override
    public List<WatchedProcess> processes() {
        return List.of();
    }

    @Override
    public Feed feed(LoadShape shape, ChannelNames names) {
        throw new UnsupportedOperationException("nobody runs against this");
    }

    @Override
    public void close() {}
}
