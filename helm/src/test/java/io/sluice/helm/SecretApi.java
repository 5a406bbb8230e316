package io.sluice.helm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * As much of an API server as templates ask for by {@code lookup}: a cluster that has the given Secrets and nothing else. Helm as a
 * library looks things up even when it only renders, so without this it would dial whatever listens at localhost:8080.
 */
final class SecretApi {

    private static final String KINDS =
            """
            {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"v1","resources":[
              {"name":"secrets","singularName":"secret","namespaced":true,"kind":"Secret","verbs":["get","list"]}]}
            """;

    private static final String NOT_FOUND =
            """
            {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404,"message":"not found"}
            """;

    private final Map<String, String> secrets = new ConcurrentHashMap<>();

    private SecretApi() {}

    /**
     * Starts one, which ends with the JVM, and writes the configuration by which Helm finds it to where {@code KUBECONFIG} says. The
     * variable has to be set by whoever starts the JVM, since Go reads it when it is loaded.
     */
    static SecretApi start() {
        String config = System.getenv("KUBECONFIG");
        if (config == null || !config.endsWith("/target/kubeconfig")) {
            throw new IllegalStateException(
                    "KUBECONFIG has to be …/target/kubeconfig, so that no test reaches a cluster"
                            + " that somebody works with, but is " + config);
        }
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            SecretApi api = new SecretApi();
            server.createContext("/", api::answer);
            server.start();
            Path file = Path.of(config);
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, kubeConfig(server.getAddress()));
            return api;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a Secret, as JSON, at its path. */
    void put(String namespace, String name, String json) {
        secrets.put("/api/v1/namespaces/" + namespace + "/secrets/" + name, json);
    }

    private static String kubeConfig(InetSocketAddress address) {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: test, cluster: {server: "http://%s:%d"}}]
                contexts: [{name: test, context: {cluster: test, user: test}}]
                users: [{name: test, user: {}}]
                current-context: test
                """
                .formatted(address.getAddress().getHostAddress(), address.getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String found = path.equals("/api/v1") ? KINDS : secrets.get(path);
        byte[] body = (found == null ? NOT_FOUND : found).getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(found == null ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
