/** Who may connect: credentials of clients, the key of the server API, origins of browsers. */
@NullMarked
package io.sluice.gateway.auth;

import org.jspecify.annotations.NullMarked;
