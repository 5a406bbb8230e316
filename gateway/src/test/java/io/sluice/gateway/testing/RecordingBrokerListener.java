package io.sluice.gateway.testing;

import io.sluice.common.protocol.Publication;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.ChannelMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Remembers what a broker delivered. Any thread. */
public final class RecordingBrokerListener implements Broker.Listener {

    private final List<Integer> batchSizes = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final Map<String, List<Publication>> publications = new LinkedHashMap<>();
    private final Map<String, List<ChannelMessage>> messages = new LinkedHashMap<>();
    private final Map<String, List<ChannelMessage.Published>> fed = new LinkedHashMap<>();
    private int restorations;
    private Consumer<List<ChannelMessage>> alsoTold = batch -> {};

    @Override
    public synchronized void feed(String feed, List<ChannelMessage.Published> batch) {
        fed.computeIfAbsent(feed, name -> new ArrayList<>()).addAll(batch);
    }

    @Override
    public synchronized void messages(List<ChannelMessage> batch) {
        batchSizes.add(batch.size());
        alsoTold.accept(batch);
        for (ChannelMessage arrived : batch) {
            messages.computeIfAbsent(arrived.channel(), name -> new ArrayList<>())
                    .add(arrived);
            if (arrived instanceof ChannelMessage.Published published) {
                publications
                        .computeIfAbsent(arrived.channel(), name -> new ArrayList<>())
                        .add(published.publication());
            }
        }
    }

    @Override
    public synchronized void restored() {
        restorations++;
    }

    /** How often the broker came back after an outage. */
    public synchronized int restorations() {
        return restorations;
    }

    /** From here on {@code listener} hears everything too, before it counts as arrived. */
    public synchronized void alsoTell(Consumer<List<ChannelMessage>> listener) {
        alsoTold = listener;
    }

    @Override
    public synchronized void lost(String channel) {
        lost.add(channel);
    }

    /** Channels that the broker gave up, in order. */
    public synchronized List<String> lost() {
        return List.copyOf(lost);
    }

    /** How many publications each call brought, in order. */
    public synchronized List<Integer> batchSizes() {
        return List.copyOf(batchSizes);
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

    /** All that came in {@code channel}, in order. */
    public synchronized List<ChannelMessage> messages(String channel) {
        return List.copyOf(messages.getOrDefault(channel, List.of()));
    }

    /** What came by the feed, in order. */
    public synchronized List<ChannelMessage.Published> fed(String feed) {
        return List.copyOf(fed.getOrDefault(feed, List.of()));
    }

    /** Channels in which something was published. */
    public synchronized Set<String> channels() {
        return Set.copyOf(publications.keySet());
    }
}
