/** What tokens say: claims as they stand in the JSON, of strict types, and the grants that they amount to. */
@NullMarked
package io.sluice.gateway.auth.claim;

import org.jspecify.annotations.NullMarked;
