/** JSON that back ends send, as records. */
@NullMarked
package io.sluice.gateway.json;

import org.jspecify.annotations.NullMarked;
