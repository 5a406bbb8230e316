/** Redis, gateways and a router as real processes on free ports, started, killed and restarted from Java. */
@NullMarked
package io.sluice.loadtest.cluster;

import org.jspecify.annotations.NullMarked;
