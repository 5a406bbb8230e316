package io.sluice.loadtest.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.cluster.ClusterPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Gateways behind balancers of others know their clients' addresses in the ways that {@code docs/examples} name. It is seen by
 * the limit of connections for each address: one on each of the two nodes.
 */
class ClientAddressIT {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final String ONE_HOST = "127.0.0.2";
    private static final String ANOTHER_HOST = "127.0.0.3";
    private static final ClusterPlan PLAN = ClusterPlan.gateways(2)
            .withSetting("client.insecure", "true")
            .withSetting("client.stale_close_delay", "60s")
            .withSetting("admission.source.connections", "1");

    @TempDir
    private Path directory;

    private final List<Socket> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    @ParameterizedTest
    @EnumSource(ExampleBalancer.Kind.class)
    void theBalancersHeaderTellsTheAddressAndTheClientsOwnDoesNot(ExampleBalancer.Kind kind) throws Exception {
        try (Cluster cluster = Cluster.start(PLAN.withSetting("http_server.trusted_proxies", "127.0.0.1"));
                ExampleBalancer balancer = ExampleBalancer.start(kind, cluster, directory)) {
            assertThatEachAddressHasItsOwnPlaces(balancer);
        }
    }

    @Test
    void haproxysProxyProtocolTellsTheAddress() throws Exception {
        UnaryOperator<String> proxyProtocol =
                example -> example.replaceAll(" {4}# server gateway-1 .*send-proxy-v2", "")
                        .replaceAll("( {4}server gateway-\\d gateway-\\d:8000)", "$1 send-proxy-v2");
        try (Cluster cluster = Cluster.start(PLAN.withSetting("http_server.proxy_protocol", "true"));
                ExampleBalancer balancer =
                        ExampleBalancer.start(ExampleBalancer.Kind.HAPROXY, cluster, directory, proxyProtocol)) {
            assertThatEachAddressHasItsOwnPlaces(balancer);
        }
    }

    private void assertThatEachAddressHasItsOwnPlaces(ExampleBalancer balancer) throws IOException {
        assertThat(handshake(ONE_HOST, "203.0.113.1", balancer)).contains(" 101 ");
        assertThat(handshake(ONE_HOST, "203.0.113.2", balancer)).contains(" 101 ");
        assertThat(handshake(ONE_HOST, "203.0.113.3", balancer)).contains(" 429 ");
        assertThat(handshake(ANOTHER_HOST, "203.0.113.1", balancer)).contains(" 101 ");
    }

    /** The first line of the answer to a handshake from that host, which claims to be another; it stays open. */
    private String handshake(String host, String claimed, ExampleBalancer balancer) throws IOException {
        URI uri = balancer.webSocketUri();
        Socket socket = new Socket(uri.getHost(), uri.getPort(), InetAddress.getByName(host), 0);
        open.add(socket);
        socket.setSoTimeout(PATIENCE_MILLIS);
        String request = String.join(
                "\r\n",
                "GET " + uri.getPath() + " HTTP/1.1",
                "Host: " + uri.getAuthority(),
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "X-Forwarded-For: " + claimed,
                "",
                "");
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        return String.valueOf(new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine());
    }
}
