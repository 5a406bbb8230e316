/** Transports of two directions over HTTP: messages stream to the client, and its commands come as requests of their own. */
@NullMarked
package io.sluice.gateway.transport.emulation;

import org.jspecify.annotations.NullMarked;
