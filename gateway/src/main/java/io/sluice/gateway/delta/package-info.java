/** Patches: a document as the difference to the one before it. */
@NullMarked
package io.sluice.gateway.delta;

import org.jspecify.annotations.NullMarked;
