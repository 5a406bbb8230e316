/** The check that an installation works: one publication goes in by the API and comes out at a subscriber. */
@NullMarked
package io.sluice.loadtest.check;

import org.jspecify.annotations.NullMarked;
