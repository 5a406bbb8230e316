/** The broker over Redis pub/sub, which joins nodes into one cluster. */
@NullMarked
package io.sluice.gateway.broker.redis;

import org.jspecify.annotations.NullMarked;
