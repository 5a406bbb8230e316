package io.sluice.router.proxy;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.net.RequestId;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.router.pool.Placement;
import io.sluice.router.proxy.relay.BackendChannel;
import io.sluice.router.proxy.relay.ResponseHead;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One backend's chance to accept an upgrade: connect, send the request, read the answer.
 *
 * <p>Threading: confined to the event loop of the exchange.
 */
@EventLoopConfined
final class UpgradeAttempt implements BackendChannel.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(UpgradeAttempt.class);

    /** Not a timer; Vert.x numbers them from 0. */
    private static final long NO_TIMER = -1;

    /** What a gateway answers that drains or has no room, and only then. */
    private static final int SERVICE_UNAVAILABLE = 503;

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    /** Where a backend does not say when to come back. */
    private static final Duration SOON = Duration.ofSeconds(1);

    /** Whoever names a later time is taken at this one: a client should not stay away for an hour on one backend's word. */
    private static final Duration LATEST = Duration.ofMinutes(1);

    /** How an attempt ends; one call, and none after {@link #abort}. */
    interface Outcome {

        /** The backend answered 101: the relay is to be joined in this call, and takes over the placement. */
        void switched(ResponseHead head, BackendChannel backend, Placement placement);

        /** The backend answers anything but a 101, which is on its way to the client; nothing else follows. */
        void answered();

        /** No connection, or closed before the answer: nothing came of it, and another backend may do better. */
        void failed(ProxyFailure failure);

        /** The backend takes no more connections for now, and says after what time it may: another one may have room. */
        void full(Duration retryAfter);

        /** The backend failed in a way that it would be wrong to try again. */
        void failedForGood(ProxyFailure failure);
    }

    private final ProxyLoop loop;
    private final HttpServerRequest request;
    private final Buffer head;
    private final Placement placement;
    private final Outcome outcome;

    private @Nullable BackendChannel backend;
    private @Nullable ResponseHead answer;
    private @Nullable RefusedUpgrade refusal;
    private long timer = NO_TIMER;
    private boolean over;

    UpgradeAttempt(ProxyLoop loop, HttpServerRequest request, Buffer head, Placement placement, Outcome outcome) {
        this.loop = loop;
        this.request = request;
        this.head = head;
        this.placement = placement;
        this.outcome = outcome;
    }

    void start() {
        loop.tcp()
                .connect(loop.route().connection(placement.backend()))
                .onComplete(this::connected, this::notConnected);
    }

    /** The client has gone. */
    void abort() {
        if (!over) {
            finish();
            placement.leave();
        }
    }

    @Override
    public void head(ResponseHead response) {
        answer = response;
        if (response.status() == SERVICE_UNAVAILABLE) {
            finish();
            placement.refused();
            outcome.full(retryAfter(response));
        } else if (!response.switchesProtocols() && backend != null) {
            loop.vertx().cancelTimer(timer);
            placement.succeeded();
            outcome.answered();
            refusal = new RefusedUpgrade(request, response, backend);
        }
    }

    @Override
    public void body(Buffer chunk) {
        if (refusal != null) {
            refusal.body(chunk);
        }
    }

    @Override
    public void end() {
        if (refusal != null) {
            refusal.end();
            abort();
        } else if (answer != null && backend != null) {
            over = true;
            loop.vertx().cancelTimer(timer);
            placement.succeeded();
            outcome.switched(answer, backend, placement);
        }
    }

    @Override
    public void closed() {
        if (refusal != null) {
            refusal.broken();
            abort();
        } else {
            unhealthy("closed the connection");
            outcome.failed(ProxyFailure.BROKEN);
        }
    }

    @Override
    public void malformed(String reason) {
        if (refusal != null) {
            refusal.broken();
            abort();
        } else {
            unhealthy("answered what is no HTTP: " + reason);
            outcome.failedForGood(ProxyFailure.BROKEN);
        }
    }

    private void connected(NetSocket socket) {
        if (over) {
            socket.close().onFailure(alreadyClosed -> {});
            return;
        }
        backend = new BackendChannel(socket, this);
        timer = loop.vertx().setTimer(loop.limits().handshakeTimeout().toMillis(), late -> timedOut());
        backend.send(head);
    }

    private void notConnected(Throwable cause) {
        if (!over) {
            unhealthy("could not be connected to: " + cause.getMessage());
            outcome.failed(ProxyFailure.UNREACHABLE);
        }
    }

    private void timedOut() {
        unhealthy("did not answer in time");
        outcome.failedForGood(ProxyFailure.TIMED_OUT);
    }

    /** The date that the header may be in place of seconds is not worth a clock here. */
    private static Duration retryAfter(ResponseHead refusal) {
        String value = refusal.headers().get(HttpHeaders.RETRY_AFTER);
        if (value == null || !SECONDS.matcher(value).matches()) {
            return SOON;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(value));
        return asked.compareTo(LATEST) > 0 ? LATEST : asked;
    }

    /** At DEBUG: the metrics count it, and a backend that is down would fill the log. */
    private void unhealthy(String what) {
        finish();
        placement.failed();
        LOG.debug(
                PEER,
                "Backend {} backend={} request={}",
                what,
                placement.backend().id(),
                RequestId.of(request));
    }

    private void finish() {
        over = true;
        loop.vertx().cancelTimer(timer);
        if (backend != null) {
            backend.close();
        }
    }
}
