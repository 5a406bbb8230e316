/** Which backends are better left alone for now, by the connections that failed and by checks. */
@NullMarked
package io.sluice.router.health;

import org.jspecify.annotations.NullMarked;
