/** The SPI by which publications leave this node and reach it: what every broker promises. */
@NullMarked
package io.sluice.gateway.broker;

import org.jspecify.annotations.NullMarked;
