package io.sluice.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.loadtest.client.Json;
import io.sluice.loadtest.measure.TimeSource;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real sockets, and a gateway that answers as the test tells it to. */
class ReturningClientsTest {
    private static final ChannelNames NAMES = new ChannelNames("ra");
    private static final LoadPayload PAYLOAD = new LoadPayload(64);
    private static final ReturnPolicy SOON =
            new ReturnPolicy(new Backoff(Duration.ofMillis(5), Duration.ofMillis(20)), true);
    private static final String AT_THE_BEGINNING = "{\"epoch\":\"e\",\"offset\":0}";

    private final Vertx vertx = Vertx.vertx();
    private final Set<ServerWebSocket> sockets = ConcurrentHashMap.newKeySet();
    private final List<JsonNode> subscriptions = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final List<Reception> receptions = new ArrayList<>();
    private final HttpServer server = vertx.createHttpServer()
            .webSocketHandshakeHandler(this::handshake)
            .webSocketHandler(this::accept)
            .listen(0, "127.0.0.1")
            .await();
    private final ReturningClients clients = ReturningClients.start(1, SOON, TimeSource.system());
    /** The result of the next subscription. */
    private volatile String answer = AT_THE_BEGINNING;

    @AfterEach
    void close() {
        clients.close();
        vertx.close().await();
    }

    private void handshake(ServerWebSocketHandshake handshake) {
        if (refusals.getAndDecrement() > 0) {
            handshake.reject(503);
        } else {
            handshake.accept();
        }
    }

    private void accept(ServerWebSocket socket) {
        sockets.add(socket);
        socket.closeHandler(closed -> sockets.remove(socket));
        socket.textMessageHandler(frame -> {
            JsonNode command = command(frame);
            if (command.has("connect")) {
                socket.writeTextMessage("{\"id\":1,\"connect\":{\"client\":\"c\",\"node\":\"n1\",\"pong\":true}}");
            } else if (command.has("subscribe")) {
                subscriptions.add(command.path("subscribe"));
                socket.writeTextMessage("{\"id\":" + command.path("id") + ",\"subscribe\":" + answer + "}");
            }
        });
    }

    private static JsonNode command(String frame) {
        try {
            return Json.read(frame);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private void open() throws Exception {
        URI url = URI.create("ws://127.0.0.1:" + server.actualPort() + "/connection/websocket");
        clients.open(1, 100, number -> new ReturningSpec(url, number, NAMES, 7, PAYLOAD), subscribed -> {});
    }

    private static String publication(long offset) {
        return publication(offset, offset);
    }

    private static String publication(long number, long offset) {
        return "{\"data\":" + PAYLOAD.json(number, 1) + ",\"offset\":" + offset + "}";
    }

    private void send(String publication) {
        sockets.forEach(socket -> socket.writeTextMessage(
                "{\"push\":{\"channel\":\"" + NAMES.name(7) + "\",\"pub\":" + publication + "}}"));
    }

    private void cutOff(int code) {
        sockets.forEach(socket -> socket.close((short) code, "test"));
    }

    private Reception all() throws InterruptedException {
        receptions.add(clients.take());
        return Reception.sum(receptions);
    }

    private Reception delivered(long count) {
        await().until(() -> all().delivered() >= count);
        return Reception.sum(receptions);
    }

    private void returned() {
        await().until(() -> all().arrivals().stream().anyMatch(Arrival::again));
    }

    @Test
    void whoIsCutOffComesBackAndAsksForWhatCameAfterItsPosition() throws Exception {
        open();
        send(publication(1));
        send(publication(2));
        delivered(2);
        answer = "{\"epoch\":\"e\",\"offset\":2,\"recovered\":true,\"publications\":[" + publication(3) + "]}";
        cutOff(3001);
        returned();
        send(publication(4));

        Reception reception = delivered(4);

        assertThat(subscriptions).hasSize(2);
        assertThat(subscriptions.get(0).has("recover")).isFalse();
        assertThat(subscriptions.get(1).toString()).contains("\"recover\":true", "\"epoch\":\"e\"", "\"offset\":2");
        assertThat(reception.recovered()).isEqualTo(1);
        assertThat(reception.undisturbed().getTotalCount()).isEqualTo(2);
        assertThat(reception.returned().getTotalCount()).isEqualTo(1);
        assertThat(reception.duplicated() + reception.reordered() + reception.wrong() + reception.unrecovered())
                .isZero();
        assertThat(reception.departures()).singleElement().satisfies(departure -> assertThat(departure.ending())
                .isEqualTo(new Ending(3001, "test")));
        assertThat(clients.missing(channel -> 4)).isZero();
    }

    @Test
    void whatIsGivenTwiceIsADuplicateAndWhatIsLeftOutIsMissing() throws Exception {
        open();
        send(publication(1));
        send(publication(2));
        delivered(2);
        answer = "{\"epoch\":\"e\",\"offset\":2,\"recovered\":true,\"publications\":[" + publication(2) + ","
                + publication(4) + "]}";
        cutOff(3001);
        returned();

        Reception reception = delivered(4);

        assertThat(reception.duplicated()).isEqualTo(1);
        assertThat(clients.missing(channel -> 4)).isEqualTo(1);
    }

    @Test
    void aReturnThatIsNotRecoveredIsCounted() throws Exception {
        open();
        answer = "{\"epoch\":\"f\",\"offset\":9}";
        cutOff(3001);
        returned();

        assertThat(Reception.sum(receptions).unrecovered()).isEqualTo(1);
    }

    @Test
    void aPublicationThatDoesNotCarryItsOffsetIsWrong() throws Exception {
        open();
        send(publication(2, 1));

        assertThat(delivered(1).wrong()).isEqualTo(1);
    }

    @Test
    void aRefusedHandshakeIsTriedAgain() throws Exception {
        refusals.set(3);
        open();

        assertThat(all().refused()).isEqualTo(3);
        assertThat(all().failed()).isEqualTo(3);
    }

    @Test
    void aClientThatIsToldToStayAwayDoes() throws Exception {
        open();
        cutOff(3500);
        await().until(() -> all().departures().size() == 1);

        assertThat(clients.subscribed()).isZero();
        assertThat(subscriptions).hasSize(1);
        // Twenty times as long as its longest delay.
        await().during(Duration.ofMillis(400)).until(() -> subscriptions.size() == 1);
    }
}
