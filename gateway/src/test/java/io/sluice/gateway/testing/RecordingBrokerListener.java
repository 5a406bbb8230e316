package io.sluice.gateway.testing;

import io.sluice.common.protocol.Publication;
import io.sluice.gateway.broker.Broker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Remembers what a broker delivered. Any thread. */
public final class RecordingBrokerListener implements Broker.Listener {

    private final Map<String, List<Publication>> publications = new LinkedHashMap<>();

    @Override
    public synchronized void publication(String channel, Publication publication) {
        publications.computeIfAbsent(channel, name -> new ArrayList<>()).add(publication);
    }

    /** Data of what came in {@code channel}, in order. */
    public List<String> data(String channel) {
        return publications(channel).stream()
                .map(publication -> publication.data().toString())
                .toList();
    }

    public synchronized List<Publication> publications(String channel) {
        return List.copyOf(publications.getOrDefault(channel, List.of()));
    }

    /** Channels in which something came. */
    public synchronized Set<String> channels() {
        return Set.copyOf(publications.keySet());
    }
}
