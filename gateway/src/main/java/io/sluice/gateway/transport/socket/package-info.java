/** What the sockets of all transports have in common. */
@NullMarked
package io.sluice.gateway.transport.socket;

import org.jspecify.annotations.NullMarked;
