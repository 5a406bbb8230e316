/** Annotations that state which thread may touch an object. */
@NullMarked
package io.sluice.common.threading;

import org.jspecify.annotations.NullMarked;
