package io.sluice.loadtest.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.loadtest.client.Json;
import io.sluice.loadtest.client.ProtocolClient;
import io.sluice.loadtest.client.Publication;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Checks that each publisher's messages arrive in each channel once and in order. Messages are {@code {"by":NAME,"n":NUMBER}},
 * numbered from 0 for each publisher and channel.
 */
final class SequenceListener implements ProtocolClient.Listener {

    private final AtomicInteger received = new AtomicInteger();
    private final List<String> faults = new CopyOnWriteArrayList<>();

    // Touched only on the client's loop.
    private final Map<String, Integer> next = new HashMap<>();

    @Override
    public void publication(Publication publication) {
        try {
            JsonNode data = Json.read(publication.data());
            String sequence = publication.channel() + " by " + data.path("by").asText();
            int number = data.path("n").asInt(-1);
            int expected = next.merge(sequence, 1, Integer::sum) - 1;
            if (number != expected) {
                faults.add(sequence + ": expected " + expected + " but was " + number);
                next.put(sequence, number + 1);
            }
            received.incrementAndGet();
        } catch (JsonProcessingException e) {
            faults.add("not JSON: " + publication.data());
        }
    }

    @Override
    public void closed(int code, String reason) {
        faults.add("closed with " + code + " " + reason);
    }

    int received() {
        return received.get();
    }

    /** Everything that was lost, doubled, out of order or cut off. */
    List<String> faults() {
        return List.copyOf(faults);
    }
}
