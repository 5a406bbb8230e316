/** Public keys that an identity provider serves over HTTP as JSON Web Key Sets (RFC 7517), fetched and kept. */
@NullMarked
package io.sluice.gateway.auth.jwks;

import org.jspecify.annotations.NullMarked;
