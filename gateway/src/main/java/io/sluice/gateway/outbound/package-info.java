/** What is on its way to clients: messages encoded once, gathered into frames, flushed once a batch, bounded for slow clients. */
@NullMarked
package io.sluice.gateway.outbound;

import org.jspecify.annotations.NullMarked;
