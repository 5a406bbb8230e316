/** Where a subscription with a position begins, and whether it has missed anything since: decisions without I/O. */
@NullMarked
package io.sluice.gateway.recovery;

import org.jspecify.annotations.NullMarked;
