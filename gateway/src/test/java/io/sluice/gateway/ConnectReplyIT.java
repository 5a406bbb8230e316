package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.RawWebSocket;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a client is told as it connects. */
@ExtendWith(LeakWatch.class)
class ConnectReplyIT {

    @Test
    void aPlainReplyHasNothingThatNobodyAskedFor() {
        assertThat(connected("client.insecure=true").fieldNames())
                .containsExactlyInAnyOrder("client", "version", "ping", "pong");
    }

    @Test
    void nodeAndTimeAreToldIfTheSettingsSaySo() {
        long before = Instant.now().toEpochMilli();
        JsonObject connected = connected("client.connect_include_node=true", "client.connect_include_server_time=true");
        assertThat(connected.getString("node")).isNotEmpty();
        assertThat(connected.getLong("time")).isBetween(before, Instant.now().toEpochMilli());
    }

    private static JsonObject connected(String... settings) {
        try (GatewayFixture node = GatewayFixture.start(settings);
                RawWebSocket socket = RawWebSocket.open(node.port())) {
            // The flag asks for dictionary compression.
            socket.sendText("{\"id\":1,\"connect\":{\"flag\":1}}");
            return new JsonObject(socket.nextText()).getJsonObject("connect");
        }
    }
}
