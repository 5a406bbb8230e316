package io.sluice.gateway.hook.http;

import io.sluice.common.net.RequestId;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.endpoint.EndpointSettings;
import io.sluice.gateway.endpoint.HeaderRules;
import io.sluice.gateway.hook.HookClient;
import io.sluice.gateway.hook.HookEvent;
import io.sluice.gateway.hook.HookSettings;
import io.sluice.gateway.hook.http.BackendReply.Answered;
import io.sluice.gateway.hook.http.BackendReply.Missing;
import io.sluice.gateway.hook.http.BackendReply.Reason;
import io.sluice.gateway.trace.Span;
import io.sluice.gateway.trace.TraceContext;
import io.sluice.gateway.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One endpoint, and what keeps it from costing this node more than it may: time-out, bound, circuit breaker. */
@ThreadSafe
final class Backend {

    private static final Logger log = LoggerFactory.getLogger(Backend.class);

    /** In lower case, as names of headers are here. */
    private static final String REQUEST_ID = RequestId.HEADER.toLowerCase(Locale.ROOT);

    private static final int FIRST_SERVER_ERROR = 500;

    private final String label;
    private final EndpointSettings endpoint;
    private final Map<String, String> staticHeaders;
    private final Tracing tracing;
    private final int maxInFlight;
    private final HttpExchange exchange;
    private final CircuitBreaker breaker;
    private final RareWarnings warnings;
    private final AtomicInteger inFlight = new AtomicInteger();

    /** @param label what logs and metrics call it */
    Backend(
            Vertx vertx,
            String label,
            EndpointSettings endpoint,
            HookSettings limits,
            Tracing tracing,
            LongSupplier nanoTime) {
        this.label = label;
        this.endpoint = endpoint;
        this.staticHeaders = endpoint.http().staticHeadersByName();
        this.tracing = tracing;
        this.maxInFlight = limits.maxInFlight();
        this.exchange = new HttpExchange(vertx, endpoint, limits.maxConnections(), limits.maxResponseSize(), nanoTime);
        this.breaker = new CircuitBreaker(limits.breakerFailures(), limits.breakerPause(), nanoTime);
        this.warnings = new RareWarnings(nanoTime);
    }

    String label() {
        return label;
    }

    EndpointSettings endpoint() {
        return endpoint;
    }

    /** Calls under way. */
    int inFlight() {
        return inFlight.get();
    }

    boolean breakerOpen() {
        return breaker.isOpen();
    }

    /** Makes a call of {@code event} that concerns {@code client}; never fails. Any thread; completes on the caller's context. */
    Future<BackendReply> call(HookEvent event, HookClient client, Buffer body) {
        if (inFlight.incrementAndGet() > maxInFlight) {
            inFlight.decrementAndGet();
            return Future.succeededFuture(new Missing(Reason.OVERLOADED));
        }
        if (!breaker.admits()) {
            inFlight.decrementAndGet();
            return Future.succeededFuture(new Missing(Reason.BREAKER_OPEN));
        }
        Span span = tracing.begin(
                "webhook " + event.label(), Tracing.Kind.CLIENT, client.origin().trace());
        return Future.succeededFuture()
                .compose(admitted -> exchange.post(
                        headers(client, span.context()), body)) // Whatever it may throw is a failure, too.
                .<BackendReply>map(answered -> answered)
                .otherwise(Backend::missing)
                .map(reply -> noted(reply, span));
    }

    Future<Void> close() {
        return exchange.close();
    }

    /** Logs what an operator may act on, now and then. */
    void warn(String event, String problem) {
        OptionalLong suppressed = warnings.next();
        if (suppressed.isPresent()) {
            log.warn(
                    "hook failed event={} endpoint={} problem={} moreSinceLast={}",
                    event,
                    label,
                    problem,
                    suppressed.getAsLong());
        }
    }

    private BackendReply noted(BackendReply reply, Span span) {
        inFlight.decrementAndGet();
        finish(span, reply);
        if (!showsFailure(reply)) {
            breaker.succeeded();
        } else if (breaker.failed()) {
            log.warn("hook endpoint left alone after failures endpoint={} (hooks.breaker_failures)", label);
        }
        return reply;
    }

    private void finish(Span span, BackendReply reply) {
        span.attribute("sluice.endpoint", label);
        if (reply instanceof Answered answered) {
            span.attribute("http.response.status_code", String.valueOf(answered.status()));
        } else {
            span.fail(((Missing) reply).reason().label());
        }
        span.end();
    }

    /** An answer that is too large, or an error that the settings explain, comes from a back end that works. */
    private boolean showsFailure(BackendReply reply) {
        if (reply instanceof Answered answered) {
            return answered.status() >= FIRST_SERVER_ERROR
                    && endpoint.http().transform(answered.status()).isEmpty();
        }
        return ((Missing) reply).reason() != Reason.TOO_LARGE;
    }

    private static BackendReply missing(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return new Missing(Reason.TIMEOUT);
        }
        return cause instanceof AnswerTooLargeException
                ? new Missing(Reason.TOO_LARGE, String.valueOf(cause.getMessage()))
                : new Missing(Reason.UNREACHABLE, cause.toString());
    }

    /** The more a client can forge a header, the sooner it gives way to one of the same name. */
    private Map<String, String> headers(HookClient client, TraceContext trace) {
        Map<String, String> headers = new HashMap<>();
        copy(endpoint.emulatedHeaders(), client.emulatedHeaders(), headers);
        copy(endpoint.httpHeaders(), client.headers(), headers);
        headers.putAll(staticHeaders);
        if (!client.origin().requestId().isEmpty()) {
            headers.put(REQUEST_ID, client.origin().requestId());
        }
        if (!trace.isNone()) {
            headers.put(TraceContext.TRACEPARENT, trace.traceparent());
            if (!trace.tracestate().isEmpty()) {
                headers.put(TraceContext.TRACESTATE, trace.tracestate());
            }
        }
        return headers;
    }

    private static void copy(List<String> allowed, Map<String, String> from, Map<String, String> to) {
        for (String name : allowed) {
            String value = from.get(name);
            if (value != null && HeaderRules.isValue(value)) {
                to.put(name, value);
            }
        }
    }
}
