package io.sluice.gateway.transport.http;

import static io.sluice.common.log.PeerCaused.PEER;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.gateway.metrics.HandshakeOutcome;
import io.sluice.gateway.session.ClientSession;
import io.sluice.gateway.session.Handshake;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts clients of one kind of stream on one event loop. What a client connects with comes as the body of a POST, or as the
 * parameter {@code cf_connect} of a GET where the kind has one.
 *
 * <p>Refused are requests of pages that are not allowed (403), of another method (405), with a body that is too large (413) or
 * too late (408), those that come while the node shuts down (503) and those that the {@link ConnectGate} sends away (429, 503), each with a reason in words.
 */
public final class StreamEndpoint {

    private static final Logger log = LoggerFactory.getLogger(StreamEndpoint.class);

    private static final String CONNECT_PARAMETER = "cf_connect";

    /** Intermediaries that keep a stream, or wait for more of it, break it. */
    private static final Map<String, String> UNCACHED = Map.of(
            "X-Accel-Buffering", "no",
            "Cache-Control", "private, no-cache, no-store, must-revalidate, max-age=0",
            "Pragma", "no-cache",
            "Expires", "0");

    private final HttpLoop loop;
    private final HttpTransportSettings settings;
    private final Clients clients;
    private final CrossOrigin crossOrigin;

    /** What becomes of clients. */
    public interface Clients {

        /** Whether they may connect by GET, as {@code EventSource} must. */
        boolean mayGet();

        /**
         * A client.
         *
         * @param connect what it connects with; empty for a GET that says nothing
         */
        void open(StreamEndpoint endpoint, HttpServerRequest request, Optional<byte[]> connect);
    }

    public StreamEndpoint(HttpLoop loop, HttpTransportSettings settings, Clients clients) {
        this.loop = loop;
        this.settings = settings;
        this.clients = clients;
        this.crossOrigin = new CrossOrigin(
                loop.origins(), clients.mayGet() ? List.of(HttpMethod.GET, HttpMethod.POST) : List.of(HttpMethod.POST));
    }

    /** Answers a request for the endpoint; on its event loop. */
    public void handle(HttpServerRequest request) {
        if (!crossOrigin.admits(request)) {
            if (!HttpMethod.OPTIONS.equals(request.method())) {
                count(HandshakeOutcome.INVALID);
            }
            return;
        }
        if (loop.draining().getAsBoolean()) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
            HttpAnswer.refuse(request, 503, "this node is shutting down: connect again");
            count(HandshakeOutcome.REFUSED);
            return;
        }
        if (!loop.gate().admits(request)) {
            count(HandshakeOutcome.REFUSED);
            return;
        }
        if (HttpMethod.GET.equals(request.method())) {
            clients.open(
                    this,
                    request,
                    Optional.ofNullable(request.getParam(CONNECT_PARAMETER)).map(text -> text.getBytes(UTF_8)));
        } else {
            RequestBody.read(
                    request,
                    settings.maxRequestBodySize(),
                    loop.services().timers(),
                    body -> clients.open(this, request, Optional.of(body)),
                    missing -> count(
                            missing == RequestBody.Missing.LATE ? HandshakeOutcome.TIMEOUT : HandshakeOutcome.INVALID));
        }
    }

    /** A client did not say what it connects with, or not in words that can be understood. */
    public void refuse(HttpServerRequest request, String reason) {
        count(HandshakeOutcome.INVALID);
        HttpAnswer.refuse(request, 400, reason);
    }

    private void count(HandshakeOutcome outcome) {
        loop.services().counters().handshake(outcome);
    }

    /** A connection for {@code request}, whose response has not begun. */
    public HttpStreamConnection connection(HttpServerRequest request, StreamForm form, String secret) {
        Map<String, String> headers = new HashMap<>();
        for (String name : loop.headerNames()) {
            String value = request.getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        Handshake handshake =
                Handshake.begin(request, form.kind(), loop.services().tracing());
        return new HttpStreamConnection(loop, form, secret, headers, settings.writeTimeout(), handshake);
    }

    /**
     * Sends the head of the response, and when it is on its way opens the session.
     *
     * @param begun called behind that; not if the client is gone by then
     */
    public void begin(
            HttpServerRequest request,
            StreamForm form,
            HttpStreamConnection connection,
            ClientSession session,
            Inbound inbound,
            Consumer<ClientSession> begun) {
        boolean chunked = request.version() != HttpVersion.HTTP_1_0;
        HttpServerResponse response = request.response().setChunked(true);
        UNCACHED.forEach(response::putHeader);
        response.putHeader(HttpHeaders.CONTENT_TYPE, form.contentType());
        if (chunked) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.KEEP_ALIVE);
        }
        response.write(Buffer.buffer(form.opening()))
                .onSuccess(sent -> {
                    if (connection.takeOver(request, session, inbound, chunked)) {
                        begun.accept(session);
                    } else {
                        connection.handshake().broken();
                        inbound.closed();
                        count(HandshakeOutcome.INVALID);
                    }
                })
                .onFailure(cause -> {
                    log.debug(
                            PEER,
                            "stream not begun request={} cause={}",
                            connection.handshake().requestId(),
                            cause.toString());
                    connection.handshake().broken();
                    inbound.closed();
                    count(HandshakeOutcome.INVALID);
                });
    }
}
