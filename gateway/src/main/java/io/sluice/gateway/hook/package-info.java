/** The SPI by which back ends take part in what clients do. */
@NullMarked
package io.sluice.gateway.hook;

import org.jspecify.annotations.NullMarked;
