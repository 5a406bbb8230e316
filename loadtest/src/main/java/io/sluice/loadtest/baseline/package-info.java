/** The least that a Netty server can do for the same deliveries: what a gateway's CPU per message is measured against. */
@NullMarked
package io.sluice.loadtest.baseline;

import org.jspecify.annotations.NullMarked;
