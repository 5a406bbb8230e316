/** Transports over which clients hear, and say nothing but what they connect with. */
@NullMarked
package io.sluice.gateway.transport.unidirectional;

import org.jspecify.annotations.NullMarked;
