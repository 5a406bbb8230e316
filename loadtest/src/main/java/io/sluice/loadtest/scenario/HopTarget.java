package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.Feed;
import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.load.WatchedProcess;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One way to the same servers: straight, or through a process in between. Closing it leaves all open, which belongs to
 * whoever started it.
 *
 * @param name in reports
 * @param url that clients connect to
 * @param hop the process in between; empty for the straight way
 * @param servers what is behind it, and publishes
 */
public record HopTarget(String name, URI url, Optional<WatchedProcess> hop, LoadTarget servers) implements LoadTarget {
    @Override
    public List<URI> webSocketUrls() {
        return List.of(url);
    }

    /** Those of the servers but no other hop. */
    @Override
    public List<WatchedProcess> processes() {
        return Stream.concat(
                        servers.processes().stream().filter(process -> process.role() != WatchedProcess.Role.ROUTER),
                        hop.stream())
                .toList();
    }

    @Override
    public Feed feed(LoadShape shape, ChannelNames names) {
        return servers.feed(shape, names);
    }

    @Override
    public void close() {}
}
