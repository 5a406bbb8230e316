/** How a node gets rid of its clients, so that they come back elsewhere: steadily, and none of them lost. */
@NullMarked
package io.sluice.gateway.drain;

import org.jspecify.annotations.NullMarked;
