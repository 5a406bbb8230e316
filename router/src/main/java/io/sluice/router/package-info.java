/** The load balancer: places client connections on gateways and relays their bytes. */
@NullMarked
package io.sluice.router;

import org.jspecify.annotations.NullMarked;
