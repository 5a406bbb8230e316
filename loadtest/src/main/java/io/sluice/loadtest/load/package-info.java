/**
 * The load generator: thousands of cheap WebSocket clients that check sequences and record latencies, the open-loop publisher,
 * and the run that joins both. This package and {@code baseline} are the only ones that use Netty directly, because what
 * drives a server must cost less than the server.
 */
@NullMarked
package io.sluice.loadtest.load;

import org.jspecify.annotations.NullMarked;
