/** The WebSocket endpoint; with {@code hub.SharedFrame} and {@code hub.LoopTasks} the only code that knows Netty. */
@NullMarked
package io.sluice.gateway.transport.websocket;

import org.jspecify.annotations.NullMarked;
