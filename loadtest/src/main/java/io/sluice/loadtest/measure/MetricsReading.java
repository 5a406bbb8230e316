package io.sluice.loadtest.measure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What a server tells of itself on {@code /metrics}, in the text form of Prometheus.
 *
 * @param totals by the metric's name, over all of its labels, and by name and labels as they are written, such as {@code
 *     sluice_gateway_disconnects_total{code="3008"}}
 */
public record MetricsReading(Map<String, Double> totals) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OK = 200;

    public MetricsReading {
        totals = Map.copyOf(totals);
    }

    /**
     * Reads them now. Threading: blocks the caller; not for event loops.
     *
     * @param managementUrl under which {@code /metrics} lies
     * @throws IOException when there is no good answer within 10 s
     */
    public static MetricsReading of(URI managementUrl) throws IOException, InterruptedException {
        return of(client(), managementUrl);
    }

    /** A client for many readings; it keeps its connections. */
    public static HttpClient client() {
        return HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    }

    /** Reads them with a {@link #client} that is used for more; otherwise like {@link #of(URI)}. */
    public static MetricsReading of(HttpClient client, URI managementUrl) throws IOException, InterruptedException {
        URI url = URI.create(managementUrl + "/metrics");
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(url).timeout(PATIENCE).build(), BodyHandlers.ofString());
        if (answer.statusCode() != OK) {
            throw new IOException("expected metrics at " + url + " but the status was " + answer.statusCode());
        }
        return parse(answer.body());
    }

    static MetricsReading parse(String text) {
        Map<String, Double> totals = new HashMap<>();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            int labels = line.indexOf('{');
            int value = line.lastIndexOf(' ');
            String name = line.substring(0, labels < 0 ? value : labels);
            double number = Double.parseDouble(line.substring(value + 1));
            totals.merge(name, number, Double::sum);
            if (labels >= 0) {
                totals.put(line.substring(0, value), number);
            }
        });
        return new MetricsReading(totals);
    }

    /** The sum over all labels of a name, or the value of a name with labels; 0 when there is no such metric. */
    public double total(String name) {
        return totals.getOrDefault(name, 0.0);
    }
}
