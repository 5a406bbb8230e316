package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.testing.ProtocolClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A client of one channel that goes where it is told and recovers there what it has missed. Confined to the test's thread. */
final class MovingClient implements AutoCloseable {

    private final String channel;
    // What came on connections that have ended.
    private final List<JsonObject> before = new ArrayList<>();
    private ProtocolClient connection;
    private JsonObject position = new JsonObject();
    private int moves;

    MovingClient(String channel, int port) {
        this.channel = channel;
        this.connection = ProtocolClient.connect(port);
        subscribe(new JsonObject().put("channel", channel));
    }

    /** Whether the server has told it to go. */
    boolean isToGo() {
        return !connection.isOpen();
    }

    int moves() {
        return moves;
    }

    /** Connects to the node at {@code port} after a close that says so. */
    void move(int port) {
        assertThat(connection.awaitClose().closeCode()).isEqualTo(3011);
        before.addAll(connection.pushes(channel));
        connection.close();
        long offset = before.isEmpty() ? 0 : before.get(before.size() - 1).getLong("offset");
        connection = ProtocolClient.connect(port);
        moves++;
        JsonObject result = subscribe(new JsonObject()
                .put("channel", channel)
                .put("recover", true)
                .put("epoch", position.getString("epoch"))
                .put("offset", Math.max(offset, position.getLong("offset", 0L))));
        assertThat(result.getBoolean("recovered")).as("%s", result).isTrue();
        result.getJsonArray("publications", new JsonArray()).forEach(each -> before.add((JsonObject) each));
    }

    /** The data of all that has come, in order. */
    List<Object> received() {
        List<JsonObject> all = new ArrayList<>(before);
        all.addAll(connection.pushes(channel));
        return all.stream().map(each -> each.getValue("data")).toList();
    }

    @Override
    public void close() {
        connection.close();
    }

    private JsonObject subscribe(JsonObject request) {
        JsonObject reply = connection.call("subscribe", request);
        assertThat(reply.containsKey("subscribe")).as("%s", reply).isTrue();
        position = reply.getJsonObject("subscribe");
        assertThat(position.getBoolean("recoverable")).isTrue();
        return position;
    }
}
