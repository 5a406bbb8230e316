/** Protocol, settings, lifecycle, Redis access, node registry and management endpoint: what two modules share. */
@NullMarked
package io.sluice.common;

import org.jspecify.annotations.NullMarked;
