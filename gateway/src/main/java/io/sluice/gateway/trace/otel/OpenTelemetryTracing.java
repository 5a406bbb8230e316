package io.sluice.gateway.trace.otel;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.sluice.gateway.trace.Span;
import io.sluice.gateway.trace.TraceContext;
import io.sluice.gateway.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Spans by the SDK of OpenTelemetry, sent in batches by threads of its own. It is set up by the standard variables {@code OTEL_…};
 * where they say nothing, only spans are sent, by OTLP over HTTP, and the service is called {@code sluice-gateway}.
 */
public final class OpenTelemetryTracing implements Tracing {

    /** Time for the last batch, which a collector that is gone must not extend. */
    private static final long CLOSE_SECONDS = 3;

    /** What holds where the environment does not say otherwise. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "sluice-gateway",
            "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none");

    private static final TextMapGetter<TraceContext> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(TraceContext carrier) {
            return List.of(TraceContext.TRACEPARENT, TraceContext.TRACESTATE);
        }

        @Override
        public @Nullable String get(@Nullable TraceContext carrier, String name) {
            if (carrier == null) {
                return null;
            }
            return switch (name) {
                case TraceContext.TRACEPARENT -> carrier.traceparent();
                case TraceContext.TRACESTATE -> carrier.tracestate().isEmpty() ? null : carrier.tracestate();
                default -> null;
            };
        }
    };

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final TextMapPropagator headers = W3CTraceContextPropagator.getInstance();

    private OpenTelemetryTracing(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer("io.sluice.gateway");
    }

    /**
     * Starts the SDK.
     *
     * @throws io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException when the variables make no sense
     */
    public static OpenTelemetryTracing open() {
        SLF4JBridgeHandler.removeHandlersForRootLogger(); // they write to standard error
        SLF4JBridgeHandler.install();
        return new OpenTelemetryTracing(AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> DEFAULTS)
                .disableShutdownHook() // the node's own stop closes it
                .build()
                .getOpenTelemetrySdk());
    }

    @Override
    public Span begin(String name, Kind kind, TraceContext parent) {
        Context before = parent.isNone() ? Context.root() : headers.extract(Context.root(), parent, HEADERS);
        return new Recorded(tracer.spanBuilder(name)
                .setParent(before)
                .setSpanKind(kind == Kind.SERVER ? SpanKind.SERVER : SpanKind.CLIENT)
                .startSpan());
    }

    @Override
    public Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        sdk.getSdkTracerProvider().shutdown().whenComplete(closed::tryComplete);
        return closed.future().timeout(CLOSE_SECONDS, TimeUnit.SECONDS).otherwiseEmpty();
    }

    private final class Recorded implements Span {

        private final io.opentelemetry.api.trace.Span span;

        Recorded(io.opentelemetry.api.trace.Span span) {
            this.span = span;
        }

        @Override
        public TraceContext context() {
            Map<String, String> told = new HashMap<>();
            headers.inject(Context.root().with(span), told, (carrier, name, value) -> {
                if (carrier != null) {
                    carrier.put(name, value);
                }
            });
            return new TraceContext(
                    told.getOrDefault(TraceContext.TRACEPARENT, ""), told.getOrDefault(TraceContext.TRACESTATE, ""));
        }

        @Override
        public void attribute(String name, String value) {
            span.setAttribute(name, value);
        }

        @Override
        public void fail(String reason) {
            span.setStatus(StatusCode.ERROR, reason);
        }

        @Override
        public void end() {
            span.end();
        }
    }
}
