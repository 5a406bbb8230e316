/** Streams of HTTP: how a request becomes a client's connection, whatever is spoken over it. */
@NullMarked
package io.sluice.gateway.transport.http;

import org.jspecify.annotations.NullMarked;
