package io.sluice.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MetricsReadingTest {
    private static final String PAGE =
            """
            # HELP sluice_gateway_connections Open client connections
            # TYPE sluice_gateway_connections gauge
            sluice_gateway_connections 12.0
            sluice_gateway_disconnects_total{code="3008"} 2.0
            sluice_gateway_disconnects_total{code="3501",other="a } b"} 3.5

            jvm_big 1.5E9
            """;

    private static URI serve(HttpServer server, int status) {
        server.createContext("/metrics", exchange -> {
            byte[] body = PAGE.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static HttpServer server() throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @Test
    void aMetricIsTheSumOverItsLabels() {
        MetricsReading reading = MetricsReading.parse(PAGE);

        assertThat(reading.total("sluice_gateway_connections")).isEqualTo(12);
        assertThat(reading.total("sluice_gateway_disconnects_total")).isEqualTo(5.5);
        assertThat(reading.total("sluice_gateway_disconnects_total{code=\"3008\"}"))
                .isEqualTo(2);
        assertThat(reading.total("jvm_big")).isEqualTo(1.5e9);
        assertThat(reading.total("nothing")).isZero();
    }

    @Test
    void theServerIsAsked() throws Exception {
        HttpServer server = server();
        try {
            assertThat(MetricsReading.of(serve(server, 200)).total("jvm_big")).isPositive();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aServerWithoutMetricsIsAnError() throws Exception {
        HttpServer server = server();
        try {
            URI url = serve(server, 404);
            assertThatIOException()
                    .isThrownBy(() -> MetricsReading.of(url))
                    .withMessageContaining("the status was 404");
        } finally {
            server.stop(0);
        }
    }
}
