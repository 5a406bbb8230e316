/** Which backends failed lately and are better left alone for a moment. */
@NullMarked
package io.sluice.router.health;

import org.jspecify.annotations.NullMarked;
