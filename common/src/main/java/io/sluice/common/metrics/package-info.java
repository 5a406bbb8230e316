/** Figures that event loops keep for themselves, and how Prometheus gets them. */
@NullMarked
package io.sluice.common.metrics;

import org.jspecify.annotations.NullMarked;
