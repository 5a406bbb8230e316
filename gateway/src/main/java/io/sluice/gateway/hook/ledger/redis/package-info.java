/** The ledger in Redis. */
@NullMarked
package io.sluice.gateway.hook.ledger.redis;

import org.jspecify.annotations.NullMarked;
