/** JSON Web Tokens of clients: how they are configured, verified and made. */
@NullMarked
package io.sluice.gateway.auth.token;

import org.jspecify.annotations.NullMarked;
