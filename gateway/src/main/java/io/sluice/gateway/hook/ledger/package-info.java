/** What outlives a node: which clients it had, so that another can tell back ends that they are gone. */
@NullMarked
package io.sluice.gateway.hook.ledger;

import org.jspecify.annotations.NullMarked;
