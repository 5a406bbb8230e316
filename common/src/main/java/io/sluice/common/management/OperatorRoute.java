package io.sluice.common.management;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A path at which operators ask the process something (GET, HEAD) or tell it to do something (POST).
 *
 * <p>The port has no access control, so a web page that an operator happens to look at could give orders in his name. Browsers
 * name the page's origin with every POST; an order with one is refused.
 *
 * <p>Limit: the body of an order has at most {@value #MAX_BODY_BYTES} bytes, far more than any order needs.
 */
final class OperatorRoute {

    static final int MAX_BODY_BYTES = 4096;

    private final Map<HttpMethod, Function<OperatorRequest, OperatorAnswer>> byMethod;

    OperatorRoute(Map<HttpMethod, Function<OperatorRequest, OperatorAnswer>> byMethod) {
        this.byMethod = Map.copyOf(byMethod);
    }

    /** The same with one more method. */
    OperatorRoute with(HttpMethod method, Function<OperatorRequest, OperatorAnswer> action) {
        Map<HttpMethod, Function<OperatorRequest, OperatorAnswer>> more = new HashMap<>(byMethod);
        more.put(method, action);
        return new OperatorRoute(more);
    }

    /** Reads the request and has it carried out; on the server's event loop. {@code answer} is called once, or never if the client leaves. */
    void handle(HttpServerRequest request, Consumer<OperatorAnswer> answer) {
        HttpMethod method = request.method().equals(HttpMethod.HEAD) ? HttpMethod.GET : request.method();
        if (!byMethod.containsKey(method)) {
            String allowed = allowed();
            request.response().putHeader(HttpHeaders.ALLOW, allowed);
            answer.accept(OperatorAnswer.refused(405, "only " + allowed + " are allowed here"));
        } else if (method.equals(HttpMethod.GET)) {
            answer.accept(carriedOut(request, Buffer.buffer()));
        } else if (request.getHeader(HttpHeaders.ORIGIN) != null) {
            answer.accept(OperatorAnswer.refused(403, "web pages may not give orders: use the command line"));
        } else {
            readBody(request, answer);
        }
    }

    private void readBody(HttpServerRequest request, Consumer<OperatorAnswer> answer) {
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() <= MAX_BODY_BYTES) {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> answer.accept(
                body.length() > MAX_BODY_BYTES
                        ? OperatorAnswer.refused(413, "the body has more than " + MAX_BODY_BYTES + " bytes")
                        : carriedOut(request, body)));
    }

    private OperatorAnswer carriedOut(HttpServerRequest request, Buffer body) {
        HttpMethod method = request.method().equals(HttpMethod.HEAD) ? HttpMethod.GET : request.method();
        try {
            return requireNonNull(byMethod.get(method)).apply(OperatorRequest.of(request.params(), body));
        } catch (IllegalArgumentException e) {
            return OperatorAnswer.refused(400, String.valueOf(e.getMessage()));
        }
    }

    private String allowed() {
        TreeSet<String> names = new TreeSet<>();
        byMethod.keySet().forEach(method -> names.add(method.name()));
        if (names.contains("GET")) {
            names.add("HEAD");
        }
        return String.join(", ", names);
    }
}
