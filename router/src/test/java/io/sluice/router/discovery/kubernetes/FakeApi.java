package io.sluice.router.discovery.kubernetes;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An API server that lists what it is told, and lets a test write into the watch that is open. */
final class FakeApi {

    /** What is answered to all requests, 200 for lists and watches. */
    volatile int status = 200;

    /** What is answered to watches only. */
    volatile int watchStatus = 200;

    volatile String list = list("1");

    /** Paths with queries, in the order of their arrival. */
    final Queue<String> lists = new ConcurrentLinkedQueue<>();

    final ConcurrentLinkedDeque<String> watches = new ConcurrentLinkedDeque<>();
    final ConcurrentLinkedDeque<String> tokens = new ConcurrentLinkedDeque<>();
    final ConcurrentLinkedDeque<HttpServerResponse> open = new ConcurrentLinkedDeque<>();

    private final HttpServer server;

    FakeApi(Vertx vertx) {
        this(vertx, new HttpServerOptions());
    }

    FakeApi(Vertx vertx, HttpServerOptions options) {
        server = vertx.createHttpServer(options).requestHandler(this::handle);
    }

    int listen(int port) throws TimeoutException {
        return server.listen(port, "127.0.0.1").await(30, TimeUnit.SECONDS).actualPort();
    }

    /** Writes into the newest watch. */
    void write(String text) {
        var unused = open.getLast().write(text);
    }

    void event(String type, String object) {
        write("{\"type\":\"" + type + "\",\"object\":" + object + "}\n");
    }

    void endWatch() {
        var unused = open.getLast().end();
    }

    void breakWatch() {
        var unused = open.getLast().reset();
    }

    private void handle(HttpServerRequest request) {
        tokens.add(String.valueOf(request.getHeader("Authorization")));
        boolean watching = "true".equals(request.getParam("watch"));
        (watching ? watches : lists).add(request.uri());
        HttpServerResponse response = request.response();
        int answer = watching && status == 200 ? watchStatus : status;
        response.setStatusCode(answer);
        if (answer != 200) {
            var unused = response.end("{\"kind\":\"Status\",\"code\":" + answer + "}");
        } else if (watching) {
            var unused = response.setChunked(true).writeHead();
            open.add(response);
        } else {
            var unused = response.end(list);
        }
    }

    static String list(String version, String... slices) {
        return "{\"kind\":\"EndpointSliceList\",\"metadata\":{\"resourceVersion\":\"" + version + "\"},\"items\":["
                + String.join(",", List.of(slices)) + "]}";
    }

    static String slice(String name, String version, String... endpoints) {
        return "{\"metadata\":{\"name\":\"" + name + "\",\"resourceVersion\":\"" + version
                + "\"},\"addressType\":\"IPv4\",\"ports\":[{\"name\":\"ws\",\"port\":8000,\"protocol\":\"TCP\"},"
                + "{\"name\":\"metrics\",\"port\":9000,\"protocol\":\"TCP\"}],\"endpoints\":["
                + String.join(",", List.of(endpoints)) + "]}";
    }

    static String endpoint(String pod, String address) {
        return endpoint(pod, address, "\"ready\":true");
    }

    static String endpoint(String pod, String address, String conditions) {
        return "{\"addresses\":[\"" + address + "\"],\"conditions\":{" + conditions
                + "},\"zone\":\"zone-a\",\"targetRef\":{\"kind\":\"Pod\",\"name\":\"" + pod + "\"}}";
    }
}
