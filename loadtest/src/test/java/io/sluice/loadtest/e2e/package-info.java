/** End-to-end tests: Redis, gateways and a router as real processes, driven from outside. */
@NullMarked
package io.sluice.loadtest.e2e;

import org.jspecify.annotations.NullMarked;
