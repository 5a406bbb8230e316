/** The SPI by which nodes ask each other questions and give each other orders. */
@NullMarked
package io.sluice.gateway.control;

import org.jspecify.annotations.NullMarked;
