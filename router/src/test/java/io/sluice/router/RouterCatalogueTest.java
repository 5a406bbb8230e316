package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.config.ConfigLoader;
import io.sluice.common.metrics.MetricSpec;
import io.sluice.common.metrics.MetricType;
import io.sluice.common.tls.TestAuthority;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The catalogue of metrics, held against what a router that speaks TLS and has had clients shows. */
class RouterCatalogueTest {

    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"[^\"]*\"");

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient();

    /** Held, because Vert.x closes a client that nobody refers to. */
    private final WebSocketClient webSockets = vertx.createWebSocketClient(
            new WebSocketClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));

    private Router router;

    @BeforeEach
    void start() throws TimeoutException {
        HttpServer backend = vertx.createHttpServer().webSocketHandler(socket -> {});
        backend.listen(0, "127.0.0.1").await(30, TimeUnit.SECONDS);
        TestAuthority.Issued certificate = new TestAuthority("test").issue("EC", "localhost");
        router = new Router(ConfigLoader.of(RouterSettings.class)
                .override("http_server.address", "127.0.0.1")
                .override("http_server.port", "0")
                .override("http_server.tls.enabled", "true")
                .override("http_server.tls.cert_pem", certificate.certPem())
                .override("http_server.tls.key_pem", certificate.keyPem())
                .override("management.port", "0")
                .override("shutdown_spread", "0s")
                .override("backends", "127.0.0.1:" + backend.actualPort())
                .load());
        router.stack().start().await(30, TimeUnit.SECONDS);
        WebSocket socket = webSockets
                .connect(router.port(), "127.0.0.1", "/connection/websocket")
                .await(30, TimeUnit.SECONDS);
        socket.close().await(30, TimeUnit.SECONDS);
        await().until(() -> scrape().contains("sluice_router_connection_duration_seconds_count 1"));
    }

    @AfterEach
    void stop() throws TimeoutException {
        router.stack().stop().await(30, TimeUnit.SECONDS);
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void whatIsExposedIsWhatTheCatalogueLists() throws TimeoutException {
        Map<String, String> types = new TreeMap<>();
        Map<String, String> meanings = new TreeMap<>();
        Map<String, Set<String>> labels = new TreeMap<>();
        for (String line : scrape().lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# TYPE sluice_")) {
                types.put(words[2], words[3]);
            } else if (line.startsWith("# HELP sluice_")) {
                meanings.put(words[2], words[3]);
            } else if (line.startsWith("sluice_")) {
                labels.put(family(line), labelsOf(line));
            }
        }

        List<MetricSpec> catalogue = RouterCatalogue.all();
        assertThat(types)
                .isEqualTo(catalogue.stream()
                        .collect(Collectors.toMap(MetricSpec::name, RouterCatalogueTest::exposedType)));
        assertThat(meanings)
                .isEqualTo(catalogue.stream().collect(Collectors.toMap(MetricSpec::name, MetricSpec::meaning)));
        assertThat(labels)
                .isEqualTo(catalogue.stream()
                        .collect(Collectors.toMap(MetricSpec::name, spec -> new TreeSet<>(spec.labels()))));
    }

    @Test
    void connectsAndConnectionsAreMeasured() throws TimeoutException {
        assertThat(scrape().lines())
                .contains(
                        "sluice_router_connect_seconds_count 1",
                        "sluice_router_connect_seconds_bucket{le=\"10.0\"} 1",
                        "sluice_router_connection_duration_seconds_bucket{le=\"86400.0\"} 1")
                .anyMatch(line -> line.startsWith("sluice_build_info{component=\"router\""));
    }

    @Test
    void everyLoopTellsHowItKeepsUp() {
        int loops = Runtime.getRuntime().availableProcessors();
        await().untilAsserted(() -> {
            List<String> lines = scrape().lines().toList();
            for (int loop = 0; loop < loops; loop++) {
                String label = "{loop=\"" + loop + "\"} ";
                assertThat(lines)
                        .anyMatch(line -> line.startsWith("sluice_router_event_loop_lag_seconds" + label))
                        .anyMatch(line -> line.startsWith("sluice_router_event_loop_utilisation_ratio" + label)
                                && !line.endsWith(" 0.0"));
            }
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("sluice_router_event_loop_delay_seconds_count "))
                    .singleElement()
                    .asString()
                    .doesNotEndWith(" 0");
        });
    }

    private String scrape() throws TimeoutException {
        return http.request(HttpMethod.GET, router.managementPort(), "127.0.0.1", "/metrics")
                .compose(request ->
                        request.send().compose(response -> response.body().map(Buffer::toString)))
                .await(30, TimeUnit.SECONDS);
    }

    private static String exposedType(MetricSpec spec) {
        return spec.type() == MetricType.INFO ? "gauge" : spec.type().label();
    }

    private static String family(String line) {
        String name = line.split("[ {]", 2)[0];
        boolean histogram =
                RouterCatalogue.all().stream().noneMatch(spec -> spec.name().equals(name));
        return histogram ? name.replaceFirst("_(bucket|sum|count)$", "") : name;
    }

    private static Set<String> labelsOf(String line) {
        Set<String> names = new TreeSet<>();
        Matcher label = LABEL.matcher(line);
        while (label.find()) {
            names.add(label.group(1));
        }
        names.remove("le");
        return names;
    }
}
