/** Presence in Redis, shared by all nodes. */
@NullMarked
package io.sluice.gateway.presence.redis;

import org.jspecify.annotations.NullMarked;
