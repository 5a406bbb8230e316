package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.loadtest.client.Json;
import io.sluice.loadtest.client.ProtocolClient;
import io.sluice.loadtest.client.RecordingListener;
import io.sluice.loadtest.cluster.Cluster;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealPricesIT {

    private static final Path PRICES = Path.of("src", "test", "resources", "prices");

    /** The machine may be busy with other things; how fast it is, is not what is tested. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void realPricesReachASubscriberOnAnotherNodeLineForLine(@TempDir Path folder) throws Exception {
        try (Cluster cluster = Cluster.start(TestClusters.twoNodesBehindRouter());
                Clients clients = new Clients()) {
            RecordingListener listener = new RecordingListener();
            ProtocolClient subscriber = clients.connect(cluster.gateway(1).webSocketUri(), listener);
            Map<String, List<String>> expected = linesBySymbol();
            for (String symbol : expected.keySet()) {
                Clients.get(subscriber.subscribe("prices." + symbol));
            }
            Path all = folder.resolve("prices.ndjson");
            Files.write(all, lines());

            assertThat(publish(cluster.gateway(0).apiUrl(), all)).isZero();

            await().atMost(PATIENCE).until(() -> listener.publications().size() >= lines().size());
            expected.forEach((symbol, lines) ->
                    assertThat(listener.data("prices." + symbol)).as(symbol).isEqualTo(lines));
        }
    }

    @Test
    void aRejectedLineIsReportedByItsNumberAndFailsTheRun(@TempDir Path folder) throws Exception {
        try (Cluster cluster = Cluster.start(TestClusters.twoNodesBehindRouter());
                Clients clients = new Clients()) {
            RecordingListener listener = new RecordingListener();
            Clients.get(
                    clients.connect(cluster.gateway(1).webSocketUri(), listener).subscribe("prices.A"));
            Path feed = folder.resolve("feed.ndjson");
            Files.write(
                    feed, List.of("{\"symbol\":\"A\",\"price\":1}", "{\"symbol\":", "{\"symbol\":\"A\",\"price\":2}"));

            try (CommandLine publish = publishing(cluster.gateway(0).apiUrl(), feed)) {
                assertThat(publish.status()).isEqualTo(1);
                assertThat(publish.output()).anyMatch(line -> line.contains("line 2"));
                assertThat(publish.output()).anyMatch(line -> line.contains("sent 2, rejected 1"));
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(listener.data("prices.A"))
                    .containsExactly("{\"symbol\":\"A\",\"price\":1}", "{\"symbol\":\"A\",\"price\":2}"));
        }
    }

    private static int publish(URI api, Path feed) throws Exception {
        try (CommandLine publish = publishing(api, feed)) {
            return publish.status();
        }
    }

    private static CommandLine publishing(URI api, Path feed) throws Exception {
        URI url = new URI(api.getScheme(), api.getAuthority(), null, null, null);
        return CommandLine.start(
                feed.toFile(), "publish", "--url", url.toString(), "--channel-field", "symbol", "--prefix", "prices.");
    }

    private static List<String> lines() throws Exception {
        List<String> lines = new ArrayList<>(Files.readAllLines(PRICES.resolve("stocks.ndjson")));
        lines.addAll(Files.readAllLines(PRICES.resolve("sp500-2000.ndjson")));
        return lines;
    }

    private static Map<String, List<String>> linesBySymbol() throws Exception {
        Map<String, List<String>> bySymbol = new LinkedHashMap<>();
        for (String line : lines()) {
            JsonNode price = Json.read(line);
            bySymbol.computeIfAbsent(price.get("symbol").asText(), symbol -> new ArrayList<>())
                    .add(line);
        }
        assertThat(bySymbol.keySet()).contains("AAPL", "SP500");
        return bySymbol;
    }
}
