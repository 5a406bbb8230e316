/** Joining a client's connection with a backend's, below HTTP: the only place where the router meets Netty. */
@NullMarked
package io.sluice.router.proxy.relay;

import org.jspecify.annotations.NullMarked;
