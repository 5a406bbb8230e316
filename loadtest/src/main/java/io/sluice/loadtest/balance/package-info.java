/**
 * Scenarios in which clients move between nodes: nodes are added, restarted and killed under load, and what clients receive is
 * checked offset by offset.
 */
@NullMarked
package io.sluice.loadtest.balance;

import org.jspecify.annotations.NullMarked;
