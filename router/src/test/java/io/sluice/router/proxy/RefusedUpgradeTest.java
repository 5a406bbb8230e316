package io.sluice.router.proxy;

import static io.sluice.router.proxy.TestProxy.HANDSHAKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.router.pool.ConnectionKind;
import java.io.EOFException;
import org.junit.jupiter.api.Test;

class RefusedUpgradeTest {

    @Test
    void aRefusalWithALengthIsRelayedWhole() throws Exception {
        FakeBackend backend = FakeBackend.of(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 401 Who Are You\r\nContent-Length: 5\r\nWWW-Authenticate: Bearer\r\n"
                    + "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nConnection: keep-alive\r\n\r\nhello");
            wire.readAll();
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            String answer = proxy.exchange(HANDSHAKE);
            assertThat(answer)
                    .startsWith("HTTP/1.1 401 Who Are You\r\n")
                    .contains("WWW-Authenticate: Bearer\r\n", "Set-Cookie: a=1\r\n", "Set-Cookie: b=2\r\n")
                    .containsIgnoringCase("content-length: 5\r\n")
                    .containsIgnoringCase("connection: close\r\n")
                    .doesNotContain("keep-alive")
                    .endsWith("\r\n\r\nhello");
            await().untilAsserted(() ->
                    assertThat(proxy.open(ConnectionKind.WEBSOCKET)).isZero());
            assertThat(proxy.backend(backend).ejected()).isFalse();
        }
    }

    @Test
    void aRefusalInChunksIsRelayedWhole() throws Exception {
        FakeBackend backend = FakeBackend.of(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            wire.send("6;x=\"y\"\r\n world\r\n0\r\nX-Sum: 1\r\n\r\n");
            wire.readAll();
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.connect();
            client.send(HANDSHAKE);
            assertThat(client.readHead()).startsWith("HTTP/1.1 403 No").containsIgnoringCase("chunked");
            assertThat(readChunks(client)).isEqualTo("hello world");
            assertThat(client.readAll()).isEmpty();
        }
    }

    @Test
    void aRefusalThatEndsWithTheConnectionIsRelayedWhole() throws Exception {
        try (TestProxy proxy = TestProxy.before(FakeBackend.answering("HTTP/1.1 500 Oops\r\n\r\nall of it"))) {
            Wire client = proxy.connect();
            client.send(HANDSHAKE);
            assertThat(client.readHead()).startsWith("HTTP/1.1 500 Oops");
            assertThat(readChunks(client)).isEqualTo("all of it");
        }
    }

    @Test
    void aRefusalWithoutABodyIsRelayed() throws Exception {
        FakeBackend backend = FakeBackend.of(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 204 No Content\r\n\r\n");
            wire.readAll();
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            assertThat(proxy.exchange(HANDSHAKE))
                    .startsWith("HTTP/1.1 204 No Content\r\n")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void aLongRefusalReachesASlowClientWhole() throws Exception {
        String block = "0123456789abcdef".repeat(4096);
        int blocks = 200;
        FakeBackend backend = FakeBackend.of(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 500 Long\r\nContent-Length: " + block.length() * blocks + "\r\n\r\n");
            for (int i = 0; i < blocks; i++) {
                wire.send(block);
            }
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.own(Wire.connect(proxy.port(), 8 * 1024));
            client.send(HANDSHAKE);
            client.readHead();
            for (int i = 0; i < blocks; i++) {
                assertThat(client.read(block.length())).isEqualTo(block);
            }
            assertThat(client.readAll()).isEmpty();
        }
    }

    @Test
    void aRefusalThatBreaksOffEndsWithoutAProperEnd() throws Exception {
        FakeBackend backend =
                FakeBackend.answering("HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.connect();
            client.send(HANDSHAKE);
            client.readHead();
            assertThatThrownBy(() -> readChunks(client)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aClientThatLeavesDuringARefusalFreesItsPlace() throws Exception {
        FakeBackend backend = FakeBackend.of(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 500 Long\r\nContent-Length: 100000000\r\n\r\n");
            while (true) {
                wire.send(new byte[64 * 1024]);
            }
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.own(Wire.connect(proxy.port(), 8 * 1024));
            client.send(HANDSHAKE);
            client.readHead();
            client.reset();
            await().untilAsserted(() ->
                    assertThat(proxy.open(ConnectionKind.WEBSOCKET)).isZero());
        }
    }

    private static String readChunks(Wire client) throws Exception {
        StringBuilder body = new StringBuilder();
        for (int length = chunkLength(client); length > 0; length = chunkLength(client)) {
            body.append(client.read(length));
            client.readLine();
        }
        client.readLine();
        return body.toString();
    }

    private static int chunkLength(Wire client) throws Exception {
        return Integer.parseInt(client.readLine(), 16);
    }
}
