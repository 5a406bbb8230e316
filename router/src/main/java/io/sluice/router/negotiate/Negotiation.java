package io.sluice.router.negotiate;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.router.key.RequestKeys;
import io.sluice.router.pool.BackendPool;
import io.sluice.router.pool.ConnectionKind;
import io.sluice.router.pool.Decision;
import io.sluice.router.pool.Placement;
import io.sluice.router.pool.Refusal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Answers the question where to connect: the address of a gateway, chosen as for a connection through the router, and a
 * place that is kept free there for {@link NegotiateSettings#ttl}.
 *
 * <p>A client that could not reach the gateway that it was told of asks again with {@code ?reservation=} and the id that it
 * got: the place is given back, and another gateway is named if there is one.
 *
 * <p>Limits: {@link NegotiateSettings#maxReservations} at a time. Nothing is asked of a gateway, so an answer costs a
 * choice and a timer.
 *
 * <p>Threading: any event loop.
 */
@ThreadSafe
public final class Negotiation {

    private static final String RESERVATION = "reservation";

    /** Ids are 36 characters; what is longer is none. */
    private static final int MAX_ID_LENGTH = 64;

    private final Vertx vertx;
    private final NegotiateSettings settings;
    private final BackendPool pool;
    private final RequestKeys keys;
    private final Reservations reservations;

    /** Only if the settings {@linkplain NegotiateSettings#enabled enable} it does {@link #answers} say yes. */
    public Negotiation(
            Vertx vertx, NegotiateSettings settings, BackendPool pool, RequestKeys keys, Reservations reservations) {
        this.vertx = vertx;
        this.settings = settings;
        this.pool = pool;
        this.keys = keys;
        this.reservations = reservations;
    }

    /** Whether a request is for this endpoint, and for no gateway. */
    public boolean answers(HttpServerRequest request) {
        return settings.enabled() && settings.path().equals(request.path());
    }

    /** Answers a request, on its event loop. */
    public void answer(HttpServerRequest request) {
        allowOrigin(request);
        if (!request.method().equals(HttpMethod.GET)) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET");
            refuse(request, 405, "only GET is answered here");
        } else if (!reservations.tryBegin()) {
            refuse(request, 503, "too many clients are on their way", settings.ttl());
        } else {
            place(request);
        }
    }

    private void place(HttpServerRequest request) {
        Set<String> failed = giveBack(request).map(Set::of).orElse(Set.of());
        Decision decision = decide(request, failed);
        if (decision instanceof Placement placement) {
            grant(request, placement);
        } else if (decision instanceof Refusal refusal) {
            reservations.forgo();
            refuse(request, refusal);
        }
    }

    /** The gateway that failed is better than none: what was wrong may have been the client's network. */
    private Decision decide(HttpServerRequest request, Set<String> failed) {
        String key = keys.of(request);
        Decision decision = pool.place(ConnectionKind.RESERVATION, failed, key);
        return decision instanceof Refusal refusal && refusal.reason() == Refusal.Reason.ALL_TRIED
                ? pool.place(ConnectionKind.RESERVATION, Set.of(), key)
                : decision;
    }

    private Optional<String> giveBack(HttpServerRequest request) {
        try {
            String id = request.getParam(RESERVATION);
            return id == null || id.length() > MAX_ID_LENGTH ? Optional.empty() : reservations.end(id);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty(); // a broken escape in the query
        }
    }

    private void grant(HttpServerRequest request, Placement placement) {
        String id = UUID.randomUUID().toString();
        reservations.keep(id, placement);
        vertx.setTimer(settings.ttl().toMillis(), over -> reservations.end(id));
        JsonObject answer = new JsonObject()
                .put("url", placement.backend().access().publicUrl() + settings.endpoint())
                .put("ttl_ms", settings.ttl().toMillis())
                .put(RESERVATION, id);
        send(request, "application/json", answer.encode());
    }

    private static void refuse(HttpServerRequest request, Refusal refusal) {
        switch (refusal.reason()) {
            case NO_PUBLIC_ADDRESS ->
                refuse(request, 409, "no gateway can be connected to directly: none has set node.public_url");
            case STORM -> refuse(request, 503, "too many clients connect at once", refusal.retryAfter());
            case NO_BACKEND, ALL_TRIED -> refuse(request, 503, "no gateway is ready", refusal.retryAfter());
        }
    }

    private static void refuse(HttpServerRequest request, int status, String reason, Duration retryAfter) {
        request.response().putHeader(HttpHeaders.RETRY_AFTER, Refusal.inSeconds(retryAfter));
        refuse(request, status, reason);
    }

    private static void refuse(HttpServerRequest request, int status, String reason) {
        request.response().setStatusCode(status);
        send(request, "text/plain; charset=utf-8", reason + "\n");
    }

    private static void send(HttpServerRequest request, String type, String body) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body)
                .onFailure(clientGone -> {}); // its place is free again when the time is over
    }

    private void allowOrigin(HttpServerRequest request) {
        List<String> allowed = settings.allowedOrigins();
        HttpServerResponse response = request.response();
        if (allowed.contains("*")) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
            return;
        }
        response.putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && allowed.contains(origin)) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
    }
}
