/** The SPI by which nodes ask each other questions. */
@NullMarked
package io.sluice.gateway.control;

import org.jspecify.annotations.NullMarked;
