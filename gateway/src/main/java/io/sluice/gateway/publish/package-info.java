/** The one path by which publications enter, whoever sends them. */
@NullMarked
package io.sluice.gateway.publish;

import org.jspecify.annotations.NullMarked;
