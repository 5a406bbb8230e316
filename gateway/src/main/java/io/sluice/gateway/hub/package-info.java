/** Fan-out: which loop, and which client on it, receives a publication. */
@NullMarked
package io.sluice.gateway.hub;

import org.jspecify.annotations.NullMarked;
