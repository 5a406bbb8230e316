/** The WebSocket endpoints. With the packages beside it that write to sockets, this is where Netty is known. */
@NullMarked
package io.sluice.gateway.transport.websocket;

import org.jspecify.annotations.NullMarked;
