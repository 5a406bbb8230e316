package io.sluice.loadtest.e2e;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.loadtest.client.Json;
import io.sluice.loadtest.client.ProtocolClient;
import io.sluice.loadtest.client.Publication;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A client of one channel that comes back whenever it is cut off, as the SDKs do: it keeps the position of the last
 * publication that it handled and asks for what came after it. It trusts nobody: what it is given must follow what it has,
 * with the document {@code {"n":OFFSET}} at each offset, until it is told of a loss.
 *
 * <p>Threading: all happens on the loop of its connections; what it reports may be read by any thread, and of an answer either
 * all or nothing.
 */
final class RecoveringClient {

    /** Unsubscribe codes from here on mean that the client is to subscribe again. */
    private static final int RESUBSCRIBE_FROM = 2500;

    private static final int MIN_DELAY_MILLIS = 20;
    private static final int MAX_DELAY_MILLIS = 500;

    /** A place in a channel's stream. */
    record Place(String epoch, long offset) {}

    /**
     * What the server answered to one that came back.
     *
     * @param before where the client was
     * @param after where the server said that the stream is, or what the client has handled if it was recovered
     */
    record Return(boolean recovered, Place before, Place after) {}

    private final Clients clients;
    private final URI uri;
    private final String channel;
    private final ObjectNode wishes;

    private final List<Return> returns = new CopyOnWriteArrayList<>();
    private final List<Integer> unsubscribed = new CopyOnWriteArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    // Volatile because the loop writes them and others read them.
    private volatile Place place = new Place("", 0);
    private volatile boolean subscribed;
    private volatile boolean away;
    private volatile @Nullable Connection connection;

    private RecoveringClient(Clients clients, URI uri, String channel, ObjectNode wishes) {
        this.clients = clients;
        this.uri = uri;
        this.channel = channel;
        this.wishes = wishes.put("channel", channel);
    }

    /** One that asks to be given what it missed. */
    static RecoveringClient recoverable(Clients clients, URI uri, String channel) {
        return new RecoveringClient(clients, uri, channel, Json.object().put("recoverable", true));
    }

    /** One that only asks to be told when it missed something. */
    static RecoveringClient positioned(Clients clients, URI uri, String channel) {
        return new RecoveringClient(clients, uri, channel, Json.object().put("positioned", true));
    }

    void connect() {
        if (clients.closing()) {
            return;
        }
        away = false;
        Connection attempt = new Connection();
        connection = attempt;
        clients.connecting(uri, attempt).onSuccess(attempt::opened).onFailure(cause -> attempt.end());
    }

    /** Goes away, and comes back only when it is told to connect. */
    void leave() {
        away = true;
        requireNonNull(requireNonNull(connection).client).close();
    }

    private void later(Runnable action) {
        long delay = ThreadLocalRandom.current().nextLong(MIN_DELAY_MILLIS, MAX_DELAY_MILLIS);
        clients.vertx().setTimer(delay, timer -> action.run());
    }

    private boolean hasBeenHere() {
        return !place.epoch().isEmpty();
    }

    private synchronized void answered(boolean again, JsonNode reply) {
        Place before = place;
        Place reported =
                new Place(reply.path("epoch").asText(), reply.path("offset").asLong());
        boolean recovered = reply.path("recovered").asBoolean();
        if (!recovered) {
            place = reported;
        } else if (reported.equals(before)) {
            reply.path("publications")
                    .forEach(each -> handle(each.path("offset").asLong(), each.path("data")));
        } else {
            faults.add("asked to be recovered from " + before + " but was from " + reported);
        }
        if (again) {
            returns.add(new Return(recovered, before, place));
        }
        subscribed = true;
    }

    private void handle(long offset, JsonNode document) {
        if (offset != place.offset() + 1) {
            faults.add("expected offset " + (place.offset() + 1) + " but was " + offset);
        }
        if (document.path("n").asLong() != offset) {
            faults.add("expected the document " + offset + " but was " + document);
        }
        place = new Place(place.epoch(), offset);
    }

    String channel() {
        return channel;
    }

    /** Where it is: the last publication that it handled. */
    synchronized Place place() {
        return place;
    }

    /** Whether it is subscribed now, as far as it knows. */
    synchronized boolean subscribed() {
        return subscribed;
    }

    /** Each time that it came back with a position. */
    synchronized List<Return> returns() {
        return List.copyOf(returns);
    }

    /** The codes with which the server has ended its subscription. */
    List<Integer> unsubscribed() {
        return List.copyOf(unsubscribed);
    }

    /** Everything that was lost, doubled, out of order or not to be believed. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** One connection, from the attempt to its end. */
    private final class Connection implements ProtocolClient.Listener {

        // Null until it is open.
        private @Nullable ProtocolClient client;
        private boolean over;

        void opened(ProtocolClient opened) {
            client = opened;
            subscribe(opened);
        }

        private void subscribe(ProtocolClient connected) {
            boolean again = hasBeenHere();
            ObjectNode request = wishes.deepCopy();
            if (again && wishes.has("recoverable")) {
                request.put("recover", true).put("epoch", place.epoch()).put("offset", place.offset());
            }
            connected
                    .command("subscribe", request)
                    .onSuccess(reply -> answered(again, reply))
                    .onFailure(cause -> connected.close().onComplete(closed -> end()));
        }

        @Override
        public void publication(Publication publication) {
            if (!subscribed) {
                faults.add("received " + publication.offset() + " while not subscribed");
            }
            try {
                handle(publication.offset(), Json.read(publication.data()));
            } catch (JsonProcessingException e) {
                faults.add("not JSON: " + publication.data());
            }
        }

        @Override
        public void push(JsonNode push) {
            JsonNode unsubscribe = push.path("unsubscribe");
            if (unsubscribe.isObject()) {
                subscribed = false;
                unsubscribed.add(unsubscribe.path("code").asInt());
                if (unsubscribe.path("code").asInt() >= RESUBSCRIBE_FROM) {
                    subscribe(requireNonNull(client));
                }
            }
        }

        @Override
        public void closed(int code, String reason) {
            end();
        }

        /** A failed attempt may be reported twice: by its future, and by the close of its socket. */
        private void end() {
            if (!over && !clients.closing()) {
                over = true;
                subscribed = false;
                if (!away) {
                    later(RecoveringClient.this::connect);
                }
            }
        }
    }
}
