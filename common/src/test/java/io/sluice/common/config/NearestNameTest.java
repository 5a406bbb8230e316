package io.sluice.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    private static final List<String> KNOWN = List.of(
            "client.ping_interval",
            "client.pong_timeout",
            "http_server.port",
            "management.port",
            "node.name",
            "channel.namespaces[].name");

    @ParameterizedTest
    @CsvSource({
        "client.ping_intervall, client.ping_interval",
        "client.pingInterval, client.ping_interval",
        "clients.pong_timeout, client.pong_timeout",
        "ping_interval, client.ping_interval",
        "websocket.ping_interval, client.ping_interval",
        "http-server.port, http_server.port",
        "mangement.prt, management.port",
        "channel.namespaces[].nmae, channel.namespaces[].name"
    })
    void theNameWithTheFewestEditsIsFound(String name, String nearest) {
        assertThat(NearestName.of(name, KNOWN)).contains(nearest);
    }

    @Test
    void nothingIsNearWhereNothingIsKnown() {
        assertThat(NearestName.of("x", List.of())).isEmpty();
    }
}
