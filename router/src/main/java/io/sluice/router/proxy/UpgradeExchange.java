package io.sluice.router.proxy;

import io.sluice.common.admission.AdmissionTicket;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.router.pool.ConnectionKind;
import io.sluice.router.pool.Decision;
import io.sluice.router.pool.Placement;
import io.sluice.router.pool.Refusal;
import io.sluice.router.proxy.relay.BackendChannel;
import io.sluice.router.proxy.relay.ClientChannel;
import io.sluice.router.proxy.relay.Relay;
import io.sluice.router.proxy.relay.ResponseHead;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client's request for a WebSocket, until it has become a {@link Relay} or was answered. One backend after the other is
 * tried, at most {@link ProxyLoop#MAX_ATTEMPTS}, for as long as they fail before they answer, or answer that they are full.
 *
 * <p>Threading: confined to the event loop of the client's connection.
 */
@EventLoopConfined
final class UpgradeExchange implements UpgradeAttempt.Outcome {

    private static final String ACCEPT = "Sec-WebSocket-Accept";

    private final ProxyLoop loop;
    private final HttpServerRequest request;
    private final ClientChannel client;
    private final Buffer head;
    private final @Nullable String key;
    private final AdmissionTicket ticket;
    private final Set<String> tried = new HashSet<>();
    private final long beganNanos;

    /** The shortest time after which a backend that is full may have room; {@code null} if none said so. */
    private @Nullable Duration roomAfter;

    private @Nullable UpgradeAttempt attempt;

    private UpgradeExchange(
            ProxyLoop loop, HttpServerRequest request, ClientChannel client, Buffer head, AdmissionTicket ticket) {
        this.loop = loop;
        this.request = request;
        this.client = client;
        this.head = head;
        this.key = loop.keys().of(request);
        this.ticket = ticket;
        this.beganNanos = loop.nanoClock().getAsLong();
    }

    /**
     * Begins the exchange; called in the request handler, before it returns.
     *
     * @param ticket closed with the client's connection
     */
    static void start(ProxyLoop loop, HttpServerRequest request, AdmissionTicket ticket) {
        loop.connections().left(request.connection());
        ClientChannel client = ClientChannel.hold(request);
        client.onClose(ticket::close);
        try {
            UpgradeExchange exchange = new UpgradeExchange(loop, request, client, headFor(loop, request), ticket);
            request.response().closeHandler(gone -> exchange.clientGone());
            exchange.tryNext(ProxyFailure.NO_BACKEND);
        } catch (IllegalArgumentException e) {
            FailureAnswer.sendAndClose(request, ProxyFailure.BAD_REQUEST, loop.events());
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
            answer(ProxyFailure.BROKEN);
            return;
        }
        ticket.handshakeOver();
        answered();
        join(answer, backend, placement);
    }

    @Override
    public void answered() {
        loop.events().answered(loop.nanoClock().getAsLong() - beganNanos);
    }

    /** What is kept for as long as the relay lives is as little as can be; this exchange is not among it. */
    private void join(Buffer answer, BackendChannel backend, Placement placement) {
        ProxyLoop loop = this.loop;
        OpenRelays relays = loop.relays();
        long began = beganNanos;
        relays.add(Relay.join(client, answer, backend, loop.relayTerms(), closed -> {
            relays.remove(closed);
            placement.leave();
            loop.events().relayEnded(loop.nanoClock().getAsLong() - began);
        }));
    }

    @Override
    public void failed(ProxyFailure failure) {
        tryNext(failure);
    }

    @Override
    public void full(Duration retryAfter) {
        roomAfter = roomAfter == null || retryAfter.compareTo(roomAfter) < 0 ? retryAfter : roomAfter;
        tryNext(ProxyFailure.FULL);
    }

    @Override
    public void failedForGood(ProxyFailure failure) {
        answer(failure);
    }

    private void tryNext(ProxyFailure otherwise) {
        if (tried.size() >= ProxyLoop.MAX_ATTEMPTS) {
            answer(otherwise);
            return;
        }
        Decision decision = loop.pool().place(ConnectionKind.WEBSOCKET, tried, key);
        if (decision instanceof Placement placement) {
            attempt(placement);
        } else if (decision instanceof Refusal refusal && refusal.reason() == Refusal.Reason.STORM) {
            FailureAnswer.sendAndClose(request, ProxyFailure.STORM, refusal.retryAfter(), loop.events());
        } else {
            answer(otherwise);
        }
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

    private void answer(ProxyFailure failure) {
        if (failure == ProxyFailure.FULL && roomAfter != null) {
            FailureAnswer.sendAndClose(request, failure, roomAfter, loop.events());
        } else {
            FailureAnswer.sendAndClose(request, failure, loop.events());
        }
    }

    private static Buffer headFor(ProxyLoop loop, HttpServerRequest request) {
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
        headers.set("Upgrade", RequestShape.WEBSOCKET);
    }
}
