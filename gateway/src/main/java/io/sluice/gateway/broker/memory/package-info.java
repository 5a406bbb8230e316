/** A broker inside one process, for a single node and for tests. */
@NullMarked
package io.sluice.gateway.broker.memory;

import org.jspecify.annotations.NullMarked;
