package io.sluice.router.proxy;

import io.sluice.common.threading.EventLoopConfined;
import io.sluice.router.pool.ConnectionKind;
import io.sluice.router.pool.Placement;
import io.sluice.router.proxy.relay.BackendChannel;
import io.sluice.router.proxy.relay.ClientChannel;
import io.sluice.router.proxy.relay.Relay;
import io.sluice.router.proxy.relay.ResponseHead;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client's request for a WebSocket, until it has become a {@link Relay} or was answered. One backend after the other is
 * tried, at most {@link ProxyLoop#MAX_ATTEMPTS}, for as long as they fail before they answer.
 *
 * <p>Threading: confined to the event loop of the client's connection.
 */
@EventLoopConfined
final class UpgradeExchange implements UpgradeAttempt.Outcome {

    private static final String WEBSOCKET = "websocket";
    private static final String ACCEPT = "Sec-WebSocket-Accept";

    private final ProxyLoop loop;
    private final HttpServerRequest request;
    private final ClientChannel client;
    private final Buffer head;
    private final Set<String> tried = new HashSet<>();
    private @Nullable UpgradeAttempt attempt;

    private UpgradeExchange(ProxyLoop loop, HttpServerRequest request, ClientChannel client, Buffer head) {
        this.loop = loop;
        this.request = request;
        this.client = client;
        this.head = head;
    }

    /**
     * Whether this is a WebSocket handshake. Other upgrades are not relayed: a backend that agreed to HTTP/2, say, would
     * get requests that the router has not seen.
     */
    static boolean isWanted(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET)
                && request.version() == HttpVersion.HTTP_1_1
                && EndToEndHeaders.containsToken(request.headers(), HttpHeaders.CONNECTION, "upgrade")
                && EndToEndHeaders.containsToken(request.headers(), HttpHeaders.UPGRADE, WEBSOCKET);
    }

    /** Begins the exchange; called in the request handler, before it returns. */
    static void start(ProxyLoop loop, HttpServerRequest request) {
        loop.connections().left(request.connection());
        ClientChannel client = ClientChannel.hold(request);
        try {
            UpgradeExchange exchange = new UpgradeExchange(loop, request, client, headFor(loop, request));
            request.response().closeHandler(gone -> exchange.clientGone());
            exchange.tryNext(ProxyFailure.NO_BACKEND);
        } catch (IllegalArgumentException e) {
            answer(loop, request, ProxyFailure.BAD_REQUEST);
        }
    }

    @Override
    public void switched(ResponseHead response, BackendChannel backend, Placement placement) {
        Buffer answer;
        try {
            answer = headFor(response);
        } catch (IllegalArgumentException e) {
            backend.close();
            placement.failed();
            answer(loop, request, ProxyFailure.BROKEN);
            return;
        }
        OpenRelays relays = loop.relays();
        relays.add(Relay.join(client, answer, backend, loop.traffic(), closed -> {
            relays.remove(closed);
            placement.leave();
        }));
    }

    @Override
    public void failed(ProxyFailure failure) {
        tryNext(failure);
    }

    @Override
    public void failedForGood(ProxyFailure failure) {
        answer(loop, request, failure);
    }

    private void tryNext(ProxyFailure otherwise) {
        Optional<Placement> placement = tried.size() < ProxyLoop.MAX_ATTEMPTS
                ? loop.pool().place(ConnectionKind.WEBSOCKET, tried)
                : Optional.empty();
        placement.ifPresentOrElse(this::attempt, () -> answer(loop, request, otherwise));
    }

    private void attempt(Placement placement) {
        if (!tried.isEmpty()) {
            loop.events().retried();
        }
        tried.add(placement.backend().id());
        attempt = new UpgradeAttempt(loop, request, head, placement, this);
        attempt.start();
    }

    private void clientGone() {
        if (attempt != null) {
            attempt.abort();
        }
    }

    /** The connection is closed after the answer: nobody reads HTTP from it any more. */
    private static void answer(ProxyLoop loop, HttpServerRequest request, ProxyFailure failure) {
        loop.events().failed(failure);
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        FailureAnswer.send(request, failure)
                .eventually(() -> request.connection().close())
                .onFailure(clientGone -> {});
    }

    private static Buffer headFor(ProxyLoop loop, HttpServerRequest request) {
        if (hasBody(request)) {
            throw new IllegalArgumentException("expected no body with an upgrade");
        }
        MultiMap headers = loop.forwarded().of(request);
        addUpgrade(headers);
        return HeadWriter.request(request.method().name(), request.uri(), headers);
    }

    private static Buffer headFor(ResponseHead response) {
        if (!response.headers().contains(ACCEPT)) {
            throw new IllegalArgumentException("expected " + ACCEPT + " in a 101");
        }
        MultiMap headers = EndToEndHeaders.of(response.headers());
        addUpgrade(headers);
        return HeadWriter.response(response.status(), response.reason(), headers);
    }

    /** Spelled as in the RFC, for receivers that know no other spelling. */
    private static void addUpgrade(MultiMap headers) {
        headers.set("Connection", "Upgrade");
        headers.set("Upgrade", WEBSOCKET);
    }

    static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || !(length == null || length.equals("0"));
    }
}
