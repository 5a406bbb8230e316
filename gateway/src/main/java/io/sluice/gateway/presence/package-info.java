/** The SPI by which nodes know who is in a channel. */
@NullMarked
package io.sluice.gateway.presence;

import org.jspecify.annotations.NullMarked;
