/** The gateway node: terminates client connections and relays publications through the broker. */
@NullMarked
package io.sluice.gateway;

import org.jspecify.annotations.NullMarked;
