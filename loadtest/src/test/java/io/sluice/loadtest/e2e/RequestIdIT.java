package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.loadtest.cluster.Cluster;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** One id from the router through the gateway to the back end, and back to the client. */
class RequestIdIT {

    @Test
    void theRoutersIdReachesTheWebhookAndTheAnswer() throws Exception {
        List<MultiMap> asked = new CopyOnWriteArrayList<>();
        try (Clients clients = new Clients()) {
            HttpServer hook = Clients.get(clients.vertx()
                    .createHttpServer()
                    .requestHandler(request -> {
                        asked.add(request.headers());
                        request.response().end("{\"result\":{\"user\":\"ann\"}}");
                    })
                    .listen(0, "127.0.0.1"));
            try (Cluster cluster = Cluster.start(TestClusters.twoNodesBehindRouter()
                    .withSetting("client.proxy.connect.enabled", "true")
                    .withSetting("client.proxy.connect.endpoint", "http://127.0.0.1:" + hook.actualPort()))) {
                WebSocket socket = connect(clients, cluster.router().webSocketUri());
                await().atMost(Duration.ofMinutes(1)).until(() -> !asked.isEmpty());

                assertThat(socket.headers().get("X-Request-Id")).matches("[0-9a-f-]{36}");
                assertThat(asked.get(0).get("X-Request-Id"))
                        .isEqualTo(socket.headers().get("X-Request-Id"));
                assertThat(asked.get(0).get("traceparent")).as("nobody traces").isNull();
            }
        }
    }

    private static WebSocket connect(Clients clients, URI uri) throws Exception {
        WebSocket socket = Clients.get(clients.sockets()
                .connect(new WebSocketConnectOptions()
                        .setAbsoluteURI(uri.toString())
                        .putHeader("X-Request-Id", "of-a-stranger")));
        Clients.get(socket.writeTextMessage("{\"id\":1,\"connect\":{}}"));
        return socket;
    }
}
