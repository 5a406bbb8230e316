package io.sluice.gateway;

import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.cluster.NodeRegistry;
import io.sluice.common.lifecycle.ServiceStack;
import io.sluice.common.management.OperatorAnswer;
import io.sluice.common.redis.RedisCommands;
import io.sluice.common.redis.RedisSettings;
import io.sluice.gateway.control.SurveyFailedException;
import io.sluice.gateway.control.redis.RedisControl;
import io.sluice.gateway.drain.DrainOrders;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How a command line reaches one node to tell it something about its drain. */
interface NodeOrders {

    /**
     * Sends an order, or a question where {@code method} is GET.
     *
     * @return the node's answer, whatever its status; fails with a {@link NodeUnreachableException} that says what to do
     */
    Future<OperatorAnswer> send(String method, String path, Map<String, String> parameters);

    /** By the node's management port. */
    record ByManagement(HttpClient http, String host, int port) implements NodeOrders {

        private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
        private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

        static ByManagement of(Vertx vertx, String host, int port) {
            HttpClientOptions options = new HttpClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
            return new ByManagement(vertx.createHttpClient(options), host, port);
        }

        @Override
        public Future<OperatorAnswer> send(String method, String path, Map<String, String> parameters) {
            JsonObject body = new JsonObject();
            parameters.forEach(body::put);
            RequestOptions request = new RequestOptions()
                    .setMethod(HttpMethod.valueOf(method))
                    .setHost(host)
                    .setPort(port)
                    .setURI(path)
                    .setTimeout(ANSWER_TIMEOUT.toMillis());
            return http.request(request)
                    .compose(opened -> body.isEmpty() ? opened.send() : opened.send(body.toBuffer()))
                    .compose(this::answer)
                    .recover(this::unreachable);
        }

        private Future<OperatorAnswer> answer(HttpClientResponse response) {
            return response.body().map(body -> new OperatorAnswer(response.statusCode(), body.toJsonObject()));
        }

        private Future<OperatorAnswer> unreachable(Throwable cause) {
            String reason = cause instanceof DecodeException
                    ? "what answers there is not the management port of a gateway"
                    : String.valueOf(cause.getMessage());
            return Future.failedFuture(
                    new NodeUnreachableException(
                            "no answer from " + host + ":" + port + ": " + reason
                                    + "; give the address of the node's management port, or its name together with --redis URI"));
        }
    }

    /** By node control, over the Redis that the nodes share, for a node that is known by its name or id. */
    record ByControl(RedisControl control, NodeRegistry registry, String node) implements NodeOrders {

        /** Adds what is needed to {@code stack}. */
        static ByControl of(Vertx vertx, ServiceStack stack, RedisSettings redis, String node) {
            RedisCommands commands = RedisCommands.of(vertx, redis);
            NodeRegistry registry = new NodeRegistry(commands, redis.keys());
            RedisControl control = new RedisControl(vertx, redis, commands, registry, "operator-" + UUID.randomUUID());
            stack.add(commands).add(control);
            return new ByControl(control, registry, node);
        }

        @Override
        public Future<OperatorAnswer> send(String method, String path, Map<String, String> parameters) {
            return registry.list()
                    .recover(cause -> Future.failedFuture(new NodeUnreachableException(
                            "the nodes cannot be listed: " + cause.getMessage() + "; is --redis right?")))
                    .compose(this::id)
                    .compose(id -> {
                        Buffer question = DrainOrders.question(method, path, parameters);
                        // Once more, in case that the first was asked before we were subscribed to answers.
                        return control.ask(id, DrainOrders.QUESTION, question)
                                .recover(silence -> control.ask(id, DrainOrders.QUESTION, question));
                    })
                    .map(DrainOrders::decoded)
                    .recover(this::unanswered);
        }

        private Future<String> id(List<NodeRecord> nodes) {
            List<NodeRecord> meant = nodes.stream()
                    .filter(record -> record.id().equals(node) || record.name().equals(node))
                    .toList();
            if (meant.size() == 1) {
                return Future.succeededFuture(meant.get(0).id());
            }
            String known = String.join(
                    ", ", nodes.stream().map(NodeRecord::name).sorted().toList());
            return Future.failedFuture(new NodeUnreachableException(
                    meant.isEmpty()
                            ? "there is no node " + node + ", only " + (known.isEmpty() ? "none at all" : known)
                            : meant.size() + " nodes are called " + node + ": give the id of one, "
                                    + String.join(
                                            " or ",
                                            meant.stream().map(NodeRecord::id).toList())));
        }

        private Future<OperatorAnswer> unanswered(Throwable cause) {
            return Future.failedFuture(
                    cause instanceof SurveyFailedException
                            ? new NodeUnreachableException("node " + node + " does not answer: " + cause.getMessage()
                                    + "; try its management port")
                            : cause);
        }
    }
}
