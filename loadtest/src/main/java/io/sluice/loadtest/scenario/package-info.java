/** Load tests: what load to make, what to measure and what result is a pass. */
@NullMarked
package io.sluice.loadtest.scenario;

import org.jspecify.annotations.NullMarked;
