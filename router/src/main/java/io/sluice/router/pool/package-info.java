/** The backends that connections can be placed on, and the placing. */
@NullMarked
package io.sluice.router.pool;

import org.jspecify.annotations.NullMarked;
