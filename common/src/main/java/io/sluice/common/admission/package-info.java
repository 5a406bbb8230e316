/** Who is let in, how fast and how many at a time: limits that refuse newcomers before they cost anything. */
@NullMarked
package io.sluice.common.admission;

import org.jspecify.annotations.NullMarked;
