/** Traces by OpenTelemetry; loaded only where they are on. */
@NullMarked
package io.sluice.gateway.trace.otel;

import org.jspecify.annotations.NullMarked;
