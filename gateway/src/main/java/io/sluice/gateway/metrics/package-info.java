/** The one catalogue of this node's meters, and the per-loop counters behind them. */
@NullMarked
package io.sluice.gateway.metrics;

import org.jspecify.annotations.NullMarked;
