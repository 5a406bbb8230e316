/** Results of scenarios as text and JSON. */
@NullMarked
package io.sluice.loadtest.report;

import org.jspecify.annotations.NullMarked;
