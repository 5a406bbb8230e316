/** Node control over Redis pub/sub. */
@NullMarked
package io.sluice.gateway.control.redis;

import org.jspecify.annotations.NullMarked;
