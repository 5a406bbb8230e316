package io.sluice.loadtest.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.http.WebSocketClient;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProtocolClientTest {
    private final FakeGateway gateway = new FakeGateway("n1", 0);
    private final WebSocketClient sockets = ProtocolClient.sockets(gateway.vertx(), 10);
    private final RecordingListener heard = new RecordingListener();

    @AfterEach
    void closeGateway() {
        gateway.close();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.await(10, TimeUnit.SECONDS);
    }

    private ProtocolClient connect() throws Exception {
        return get(ProtocolClient.connect(gateway.vertx(), sockets, gateway.webSocketUri(), heard));
    }

    @Test
    void theConnectResultIsKept() throws Exception {
        ProtocolClient client = connect();

        assertThat(client.connectResult().path("node").asText()).isEqualTo("n1");
        assertThat(gateway.frames()).containsExactly("{\"id\":1,\"connect\":{}}");
    }

    @Test
    void whatIsPublishedInASubscribedChannelArrives() throws Exception {
        ProtocolClient client = connect();
        get(client.subscribe("news"));

        get(client.publish("news", Json.read("{\"a\":1}")));

        await().untilAsserted(() ->
                assertThat(heard.publications()).containsExactly(new Publication("news", "{\"a\":1}", 0)));
    }

    @Test
    void afterUnsubscribeNothingArrives() throws Exception {
        ProtocolClient client = connect();
        get(client.subscribe("news"));
        get(client.unsubscribe("news"));

        get(client.publish("news", Json.read("1")));

        assertThat(heard.publications()).isEmpty();
    }

    @Test
    void anErrorReplyFailsTheCommandWithItsCode() throws Exception {
        ProtocolClient client = connect();

        assertThatThrownBy(() -> get(client.subscribe("no:such")))
                .isInstanceOf(ReplyErrorException.class)
                .hasMessage("102 unknown channel");
    }

    @Test
    void pingsAreAnswered() throws Exception {
        connect();

        gateway.send("{}");

        await().untilAsserted(() -> assertThat(gateway.frames()).endsWith("{}"));
        await().until(() -> heard.pings() == 1);
    }

    @Test
    void aClientThatPlaysDeadAnswersNoPing() throws Exception {
        ProtocolClient client = connect();
        client.answerPings(false);

        gateway.send("{}");
        await().until(() -> heard.pings() == 1);
        get(client.subscribe("after"));

        assertThat(gateway.frames()).doesNotContain("{}");
    }

    @Test
    void otherPushesAreHeard() throws Exception {
        connect();

        gateway.send("{\"push\":{\"channel\":\"a\",\"unsubscribe\":{\"code\":2500}}}");

        await().until(() -> heard.pushes().size() == 1);
        assertThat(heard.pushes().get(0).path("unsubscribe").path("code").asInt())
                .isEqualTo(2500);
    }

    @Test
    void theCloseCodeAndReasonOfTheServerAreHeard() throws Exception {
        connect();

        gateway.disconnect(3503, "force disconnect");

        await().untilAsserted(() ->
                assertThat(heard.closed()).contains(new RecordingListener.Closed(3503, "force disconnect")));
    }

    @Test
    void aCommandThatWaitsFailsWhenTheConnectionEnds() throws Exception {
        ProtocolClient client = connect();
        Future<?> unanswered = client.command("history", Json.object().put("channel", "a"));

        gateway.disconnect(3001, "shutdown");

        assertThatThrownBy(() -> get(unanswered))
                .isInstanceOf(ClosedException.class)
                .hasMessage("connection closed: 3001 shutdown");
    }

    @Test
    void closingIsHeardAsANormalClose() throws Exception {
        ProtocolClient client = connect();

        get(client.close());

        await().until(() -> heard.closed().isPresent());
        assertThat(heard.closed().orElseThrow().code()).isEqualTo(1000);
    }

    @Test
    void aServerThatIsNotThereFailsTheConnect() {
        URI nowhere = URI.create("ws://127.0.0.1:1/connection/websocket");

        assertThatThrownBy(() -> get(ProtocolClient.connect(gateway.vertx(), sockets, nowhere, heard)))
                .hasMessageContaining("Connection refused");
    }
}
