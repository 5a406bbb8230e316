package io.sluice.gateway.trace;

import io.sluice.common.config.Setting;

/** What is traced. Where to and how much of it is told by the standard variables of OpenTelemetry, {@code OTEL_…}. */
public record TraceSettings(
        @Setting(
                        value = "false",
                        doc =
                                "Whether spans are sent to an OpenTelemetry collector, by OTLP over HTTP. The standard variables `OTEL_…` "
                                        + "say where it is (`OTEL_EXPORTER_OTLP_ENDPOINT`, else http://localhost:4318) and what is sampled.")
                boolean enabled,
        @Setting(value = "true", doc = "Spans of requests of the server API") boolean api,
        @Setting(value = "true", doc = "Spans of handshakes, from the request to the answer of the connect command")
                boolean handshakes,
        @Setting(
                        value = "true",
                        doc =
                                "Spans of questions to back ends, which are told of them in the headers of W3C Trace Context")
                boolean hooks) {}
