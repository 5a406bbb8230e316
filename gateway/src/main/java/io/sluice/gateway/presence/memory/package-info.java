/** Presence inside one process, for a single node and for tests. */
@NullMarked
package io.sluice.gateway.presence.memory;

import org.jspecify.annotations.NullMarked;
