package io.sluice.router.discovery.kubernetes;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The two requests that are made to the API of Kubernetes: the list of a service's slices, and the stream of their changes.
 *
 * <p>Threading: any thread; futures complete, and lines arrive, on the event loop that asked.
 */
final class KubernetesApi {

    /** Time for a connection, and for the head of an answer. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    /** Time for all of a list. */
    private static final Duration LIST_TIMEOUT = Duration.ofSeconds(15);

    /** After so long the server ends a watch, and it is opened anew: a dead connection passes for a quiet one no longer. */
    private static final Duration WATCH_TIME = Duration.ofSeconds(60);

    /** What the server may be late with the end of a watch. */
    private static final Duration WATCH_MARGIN = Duration.ofSeconds(10);

    /** A thousand endpoints are about 500 KB. */
    private static final int MAX_LIST_BYTES = 16 << 20;

    /** A slice has at most 1,000 endpoints, of less than 1 KB each. */
    private static final int MAX_LINE_BYTES = 2 << 20;

    /** A token of an account is about 1 KB; a large file is no token. */
    private static final int MAX_TOKEN_BYTES = 64 << 10;

    private static final int OK = 200;

    private final Vertx vertx;
    private final KubernetesSettings settings;
    private final HttpClient client;

    KubernetesApi(Vertx vertx, KubernetesSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        URI api = URI.create(settings.api());
        boolean tls = api.getScheme().equals("https");
        HttpClientOptions options = new HttpClientOptions()
                .setDefaultHost(withoutBrackets(api.getHost()))
                .setDefaultPort(portOf(api, tls))
                .setConnectTimeout((int) ANSWER_TIMEOUT.toMillis())
                .setSsl(tls);
        if (tls) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(settings.caFile()));
        }
        client = vertx.createHttpClient(options);
    }

    /** The body of the list. Fails with {@link KubernetesException}, or as the network does. */
    Future<Buffer> list(String namespace) {
        return request(path(namespace)).compose(request -> {
            Future<Buffer> body = answered(request).compose(KubernetesApi::body);
            return body.timeout(LIST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).onFailure(failure -> request.reset());
        });
    }

    /**
     * Streams changes after a version, a line each. Completes when the server has ended the stream in time, which is usual;
     * fails when it answers anything else, breaks off, or falls silent for longer than a watch lasts.
     *
     * @param opened told when the stream has begun
     * @param line gets each line; what it throws ends the watch
     */
    Future<Void> watch(String namespace, String version, Runnable opened, Consumer<Buffer> line) {
        String path = path(namespace) + "&watch=true&allowWatchBookmarks=true&timeoutSeconds=" + WATCH_TIME.toSeconds()
                + "&resourceVersion=" + URLEncoder.encode(version, StandardCharsets.UTF_8);
        return request(path).compose(request -> {
            Future<Void> end = answered(request).compose(response -> {
                opened.run();
                return lines(response, line);
            });
            return end.timeout(WATCH_TIME.plus(WATCH_MARGIN).toMillis(), TimeUnit.MILLISECONDS)
                    .onFailure(failure -> request.reset());
        });
    }

    /** The namespace of the service. */
    Future<String> namespace() {
        if (!settings.namespace().isEmpty()) {
            return Future.succeededFuture(settings.namespace());
        }
        return vertx.fileSystem().readFile(settings.namespaceFile()).compose(content -> {
            String namespace = content.toString().strip();
            return KubernetesSettings.isNamespace(namespace)
                    ? Future.succeededFuture(namespace)
                    : Future.failedFuture(new KubernetesException(
                            0, "no namespace is in " + settings.namespaceFile() + ", set kubernetes.namespace"));
        });
    }

    Future<Void> close() {
        return client.close();
    }

    private Future<HttpClientRequest> request(String path) {
        return token().compose(token -> client.request(HttpMethod.GET, path)
                .map(request -> request.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token)
                        .putHeader(HttpHeaders.ACCEPT, "application/json")));
    }

    private Future<String> token() {
        return vertx.fileSystem().readFile(settings.tokenFile()).compose(content -> {
            String token = content.toString(StandardCharsets.UTF_8).strip();
            boolean sound = content.length() <= MAX_TOKEN_BYTES
                    && !token.isEmpty()
                    && token.chars().allMatch(character -> character > ' ' && character < 127);
            return sound
                    ? Future.succeededFuture(token)
                    : Future.failedFuture(new KubernetesException(0, "no token is in " + settings.tokenFile()));
        });
    }

    private static Future<HttpClientResponse> answered(HttpClientRequest request) {
        return request.send()
                .timeout(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .compose(KubernetesApi::accepted)
                .onFailure(failure -> request.reset());
    }

    private static Future<HttpClientResponse> accepted(HttpClientResponse response) {
        if (response.statusCode() == OK) {
            return Future.succeededFuture(response);
        }
        response.exceptionHandler(reset -> {}); // the body is cut off, without that being worth a line in the log
        return Future.failedFuture(KubernetesException.ofStatus(response.statusCode()));
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.endHandler(end -> whole.tryComplete(body));
        response.handler(piece -> {
            if (body.length() + piece.length() > MAX_LIST_BYTES) {
                whole.tryFail(new KubernetesException(0, "the list is longer than " + MAX_LIST_BYTES + " bytes"));
            } else {
                body.appendBuffer(piece);
            }
        });
        return whole.future();
    }

    private static Future<Void> lines(HttpClientResponse response, Consumer<Buffer> line) {
        Promise<Void> end = Promise.promise();
        LineSplitter splitter = new LineSplitter(MAX_LINE_BYTES, line);
        response.exceptionHandler(end::tryFail);
        response.endHandler(ended -> end.tryComplete());
        response.handler(piece -> {
            try {
                if (!end.future().isComplete()) {
                    splitter.take(piece);
                }
            } catch (RuntimeException refused) {
                end.tryFail(refused);
            }
        });
        return end.future();
    }

    private String path(String namespace) {
        return "/apis/discovery.k8s.io/v1/namespaces/" + namespace
                + "/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3D" + settings.service();
    }

    private static int portOf(URI api, boolean tls) {
        if (api.getPort() >= 0) {
            return api.getPort();
        }
        return tls ? 443 : 80;
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
