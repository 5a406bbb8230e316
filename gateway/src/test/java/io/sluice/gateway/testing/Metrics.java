package io.sluice.gateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What a node's management port says. */
public final class Metrics {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int managementPort;

    public Metrics(int managementPort) {
        this.managementPort = managementPort;
    }

    /** The sum of all series of a metric whose name and labels begin with {@code start}; 0 if there is none. */
    public double sum(String start) {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Whether the node says that it takes new clients. */
    public boolean isReady() {
        return get("/health/ready").statusCode() == 200;
    }

    private HttpResponse<String> get(String path) {
        try {
            return HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
