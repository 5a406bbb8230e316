package io.sluice.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.backend.BackendAddress;
import io.sluice.router.balance.BalancingRules;
import io.sluice.router.balance.LeastConnections;
import io.sluice.router.balance.RendezvousHash;
import io.sluice.router.pool.ConnectionKind;
import io.sluice.router.pool.PooledBackend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients with one key meet on one backend, wherever in the request the key is. */
class KeyedConnectionsTest {

    private static final int CLIENTS = 6;

    @ParameterizedTest
    @CsvSource({
        "header:X-Room, /, 'X-Room: blue'",
        "query:room, /?x=1&room=blue, 'X-A: b'",
        "cookie:room, /, 'Cookie: a=b; room=blue'",
        "token_subject, /, 'Authorization: Bearer {token}'",
        "token_subject, /?token={token}, 'X-A: b'",
        "token_subject, /?access_token={token}, 'X-A: b'"
    })
    void clientsWithOneKeyMeet(String key, String target, String header) throws Exception {
        String token = token("{\"sub\":\"blue\"}");
        assertThat(busiestOf(key, target.replace("{token}", token), header.replace("{token}", token)))
                .isEqualTo(CLIENTS);
    }

    @ParameterizedTest
    @CsvSource({
        "header:X-Room, /, 'X-Room:'",
        "query:room, /?room=%zz, 'X-A: b'",
        "query:room, /?rooms=blue, 'X-A: b'",
        "cookie:room, /, 'Cookie: ;;=,\"\\'",
        "token_subject, /, 'Authorization: Bearer a.b'",
        "token_subject, /, 'Authorization: Bearer a.%%.c'",
        "token_subject, /, 'Authorization: Bearer a.W10.c'",
        "token_subject, /, 'Authorization: Basic YTpi'"
    })
    void clientsWithoutAUsableKeyAreSpread(String key, String target, String header) throws Exception {
        assertThat(busiestOf(key, target, header)).isEqualTo(CLIENTS / 2);
    }

    @Test
    void aSubjectThatIsNoTextIsNoKey() throws Exception {
        String token = token("{\"sub\":{\"sub\":\"blue\"}}");
        assertThat(busiestOf("token_subject", "/", "Authorization: Bearer " + token))
                .isEqualTo(CLIENTS / 2);
    }

    /** Connects all clients with the same request, and counts those of the backend with the most. */
    private static int busiestOf(String key, String target, String header) throws IOException, TimeoutException {
        FakeBackend first = FakeBackend.switching(Wire::readAll);
        FakeBackend second = FakeBackend.switching(Wire::readAll);
        List<BackendAddress> addresses = List.of(first.address(), second.address());
        BalancingRules rules = BalancingRules.of(new RendezvousHash(1_000, new LeastConnections()));
        try (TestProxy proxy = TestProxy.builder().rules(rules).key(key).start(addresses)) {
            proxy.own(first);
            proxy.own(second);
            for (int i = 0; i < CLIENTS; i++) {
                Wire client = proxy.connect();
                client.send(TestProxy.HANDSHAKE
                        .replace("/connection/websocket", target)
                        .replace("Host:", header + "\r\nHost:"));
                assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            }
            return proxy.pool.snapshot().backends().stream()
                    .mapToInt(KeyedConnectionsTest::webSockets)
                    .max()
                    .orElseThrow();
        }
    }

    private static int webSockets(PooledBackend backend) {
        return backend.open(ConnectionKind.WEBSOCKET);
    }

    private static String token(String claims) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return "e30." + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
    }
}
