/** The ledger of a node that is alone. */
@NullMarked
package io.sluice.gateway.hook.ledger.memory;

import org.jspecify.annotations.NullMarked;
