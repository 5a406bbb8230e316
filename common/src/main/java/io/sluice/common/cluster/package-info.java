/** The nodes of one installation: what each says of itself, and the register of those alive. */
@NullMarked
package io.sluice.common.cluster;

import org.jspecify.annotations.NullMarked;
