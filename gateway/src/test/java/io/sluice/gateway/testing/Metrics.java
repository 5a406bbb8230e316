package io.sluice.gateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a node's management port says. */
public final class Metrics {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    private final int managementPort;

    public Metrics(int managementPort) {
        this.managementPort = managementPort;
    }

    /** The sum of all series of a metric whose name and labels begin with {@code start}; 0 if there is none. */
    public double sum(String start) {
        return lines().filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Names of all metrics that begin with {@code prefix}. */
    public List<String> names(String prefix) {
        return typeLines()
                .map(words -> words[2])
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    /** The type of a metric. */
    public String type(String name) {
        return typeLines()
                .filter(words -> words[2].equals(name))
                .map(words -> words[3])
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + name));
    }

    /** Names of the labels of a metric's series, but for that of buckets. */
    public Set<String> labels(String name) {
        return lines().filter(line -> line.matches(name + "(_count)?[{ ].*"))
                .flatMap(line -> LABEL.matcher(line).results())
                .map(label -> label.group(1))
                .collect(Collectors.toSet());
    }

    /** The values of all series that begin with {@code start}, in their order. */
    public List<Double> values(String start) {
        return lines().filter(line -> line.startsWith(start))
                .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toList();
    }

    /** Posts to the management port. */
    public void order(String path) {
        try {
            HTTP.send(
                    HttpRequest.newBuilder(uri(path))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private Stream<String[]> typeLines() {
        return lines().filter(line -> line.startsWith("# TYPE ")).map(line -> line.split(" "));
    }

    private Stream<String> lines() {
        return get("/metrics").body().lines();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + managementPort + path);
    }

    /** Whether the node says that it takes new clients. */
    public boolean isReady() {
        return get("/health/ready").statusCode() == 200;
    }

    private HttpResponse<String> get(String path) {
        try {
            return HTTP.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
