package io.sluice.router.proxy;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.net.RequestId;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.router.backend.Backend;
import io.sluice.router.pool.ConnectionKind;
import io.sluice.router.pool.Placement;
import io.vertx.core.MultiMap;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plain HTTP request and its response. Both bodies are passed on as they come, each at the speed of its receiver and
 * without a limit of size; a response may go on for hours, as event streams do.
 *
 * <p>Another backend is tried only when no connection came about: once the request is on its way, nobody knows what it
 * has done.
 *
 * <p>Threading: confined to the event loop of the client's connection.
 */
@EventLoopConfined
final class PlainExchange {

    private static final Logger LOG = LoggerFactory.getLogger(PlainExchange.class);

    /** Not a timer; Vert.x numbers them from 0. */
    private static final long NO_TIMER = -1;

    private final ProxyLoop loop;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final MultiMap headers;
    private final @Nullable String key;
    private final Set<String> tried = new HashSet<>();
    private final long beganNanos;

    private @Nullable Placement placement;
    private @Nullable HttpClientRequest toBackend;
    private long timer = NO_TIMER;

    /** The backend's head has come: from here on the client sees the backend's answer or a broken one. */
    private boolean answered;

    /** The response is complete or broken, or the client has gone: what the backend still does is of no interest. */
    private boolean over;

    private PlainExchange(ProxyLoop loop, HttpServerRequest request) {
        this.loop = loop;
        this.request = request;
        this.response = request.response();
        this.key = loop.keys().of(request);
        this.headers = loop.forwarded().of(request);
        this.beganNanos = loop.nanoClock().getAsLong();
        headers.remove(HttpHeaders.EXPECT); // the server has told the client to go on
    }

    /** Begins the exchange; called in the request handler, before it returns. */
    static void start(ProxyLoop loop, HttpServerRequest request) {
        request.pause();
        loop.connections().busy(request.connection());
        PlainExchange exchange = new PlainExchange(loop, request);
        exchange.response.closeHandler(gone -> exchange.clientGone());
        exchange.response.exceptionHandler(reset -> {}); // the close follows
        exchange.tryNext(ProxyFailure.NO_BACKEND);
    }

    private void tryNext(ProxyFailure otherwise) {
        if (tried.size() < ProxyLoop.MAX_ATTEMPTS
                && loop.pool().place(ConnectionKind.HTTP, tried, key) instanceof Placement next) {
            attempt(next);
        } else {
            fail(otherwise);
        }
    }

    private void attempt(Placement next) {
        if (!tried.isEmpty()) {
            loop.events().retried();
        }
        tried.add(next.backend().id());
        placement = next;
        loop.http().request(optionsFor(next.backend())).onComplete(this::connected, this::notConnected);
    }

    /** Host goes as a header and not into the options, where it would become part of the connection pool's key. */
    private RequestOptions optionsFor(Backend backend) {
        return loop.route()
                .request(backend)
                .setMethod(request.method())
                .setURI(request.uri())
                .setHeaders(headers)
                .setConnectTimeout(loop.limits().connectTimeout().toMillis());
    }

    private void notConnected(Throwable cause) {
        if (over || placement == null) {
            return;
        }
        LOG.debug(
                PEER,
                "Backend could not be connected to backend={} request={}",
                placement.backend().id(),
                RequestId.of(request),
                cause);
        if (cause instanceof ConnectionPoolTooBusyException) {
            fail(ProxyFailure.BUSY);
        } else {
            placement.failed();
            tryNext(ProxyFailure.UNREACHABLE);
        }
    }

    private void connected(HttpClientRequest out) {
        if (over) {
            abandon(out);
            return;
        }
        toBackend = out;
        out.exceptionHandler(broken -> {}); // the response future tells it
        out.response().onComplete(this::answered, this::broken);
        watch(request.bytesRead());
        sendBody(out);
    }

    private void sendBody(HttpClientRequest out) {
        if (!RequestShape.hasBody(request)) {
            request.resume();
            out.end().onFailure(this::broken);
            return;
        }
        if (!headers.contains(HttpHeaders.CONTENT_LENGTH)) {
            out.setChunked(true);
        }
        // A pipe that ended the request after half a body would make a whole request of it.
        request.pipe().endOnFailure(false).to(out).onFailure(this::broken);
    }

    /** There is time for the answer for as long as the body makes progress. */
    private void watch(long bytesSeen) {
        timer = loop.vertx().setTimer(loop.limits().responseTimeout().toMillis(), late -> {
            long bytesNow = request.bytesRead();
            if (bytesNow == bytesSeen) {
                fail(ProxyFailure.TIMED_OUT);
            } else {
                watch(bytesNow);
            }
        });
    }

    private void broken(Throwable cause) {
        if (!over && !answered) {
            LOG.debug(PEER, "Backend broke off request={}", RequestId.of(request), cause);
            fail(ProxyFailure.BROKEN);
        }
    }

    private void answered(HttpClientResponse answer) {
        if (over) {
            return;
        }
        answered = true;
        loop.events().answered(loop.nanoClock().getAsLong() - beganNanos);
        loop.vertx().cancelTimer(timer);
        if (placement != null) {
            placement.succeeded();
        }
        sendHead(answer);
        answer.pipe().endOnFailure(false).to(response).onComplete(this::sent, this::notSent);
    }

    /** At once where there may be a body: the first event of a stream may be hours away. */
    private void sendHead(HttpClientResponse answer) {
        response.setStatusCode(answer.statusCode()).setStatusMessage(answer.statusMessage());
        EndToEndHeaders.pass(answer.headers(), response);
        boolean sized = answer.headers().contains(HttpHeaders.CONTENT_LENGTH);
        if (mayHaveBody(answer)) {
            response.setChunked(!sized);
            if (sized || response.isChunked()) {
                response.writeHead().onFailure(clientGone -> {});
            }
        }
    }

    private boolean mayHaveBody(HttpClientResponse answer) {
        return !request.method().equals(HttpMethod.HEAD) && RefusedUpgrade.mayHaveBody(answer.statusCode());
    }

    private void sent(@Nullable Void end) {
        finish();
        if (request.version() == HttpVersion.HTTP_1_0) {
            closeClient(); // without chunks the close is what ends the body
        }
    }

    /** The client gets no proper end, so that it does not take a part for the whole. */
    private void notSent(Throwable cause) {
        LOG.debug(PEER, "Response broke off request={}", RequestId.of(request), cause);
        finish();
        closeClient();
    }

    private void fail(ProxyFailure failure) {
        loop.events().failed(failure);
        finish();
        abandon(toBackend);
        FailureAnswer.send(request, failure).onFailure(clientGone -> {});
    }

    private void clientGone() {
        if (!over) {
            finish();
            abandon(toBackend);
        }
    }

    private static void abandon(@Nullable HttpClientRequest request) {
        if (request != null) {
            request.reset().onFailure(alreadyOver -> {});
        }
    }

    /** What is left of the request's body is read and dropped, or the next request would never be reached. */
    private void finish() {
        if (!over) {
            over = true;
            loop.vertx().cancelTimer(timer);
            if (placement != null) {
                placement.leave();
            }
            loop.connections().idle(request.connection());
            if (!request.isEnded()) {
                request.handler(rest -> {});
                request.resume();
            }
        }
    }

    private void closeClient() {
        request.connection().close().onFailure(alreadyClosed -> {});
    }
}
