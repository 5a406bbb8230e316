/** Node control for a single node. */
@NullMarked
package io.sluice.gateway.control.memory;

import org.jspecify.annotations.NullMarked;
