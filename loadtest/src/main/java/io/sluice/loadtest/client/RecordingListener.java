package io.sluice.loadtest.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.common.threading.ThreadSafe;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Remembers all that a client hears, for tests and small checks; nothing is ever dropped, so not for load.
 *
 * <p>Threading: written by the connection's loop, may be read by any thread.
 */
@ThreadSafe
public final class RecordingListener implements ProtocolClient.Listener {
    /** How a connection ended. */
    public record Closed(int code, String reason) {}

    private final List<Publication> publications = new CopyOnWriteArrayList<>();
    private final List<JsonNode> pushes = new CopyOnWriteArrayList<>();
    private final AtomicInteger pings = new AtomicInteger();
    /** Volatile because the loop writes it and others read it. */
    private volatile Optional<Closed> closed = Optional.empty();

    @Override
    public void publication(Publication publication) {
        publications.add(publication);
    }

    @Override
    public void push(JsonNode push) {
        pushes.add(push);
    }

    @Override
    public void ping() {
        pings.incrementAndGet();
    }

    @Override
    public void closed(int code, String reason) {
        closed = Optional.of(new Closed(code, reason));
    }

    /** All publications so far, in the order of arrival. */
    public List<Publication> publications() {
        return List.copyOf(publications);
    }

    /** The payloads of one channel so far, in the order of arrival. */
    public List<String> data(String channel) {
        return publications.stream()
                .filter(publication -> publication.channel().equals(channel))
                .map(Publication::data)
                .toList();
    }

    public List<JsonNode> pushes() {
        return List.copyOf(pushes);
    }

    public int pings() {
        return pings.get();
    }

    /** Empty while the connection lives. */
    public Optional<Closed> closed() {
        return closed;
    }
}
