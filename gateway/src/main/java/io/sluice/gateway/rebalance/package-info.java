/** When and how many clients of this node are told to go to another one, and the pace at which it happens. */
@NullMarked
package io.sluice.gateway.rebalance;

import org.jspecify.annotations.NullMarked;
