/** Clients of the two faces of a gateway, as a stranger would write them: the JSON protocol over WebSocket and the HTTP API. */
@NullMarked
package io.sluice.loadtest.client;

import org.jspecify.annotations.NullMarked;
