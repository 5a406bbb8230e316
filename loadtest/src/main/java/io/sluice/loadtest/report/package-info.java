/** Results of scenarios as text, JSON and HTML. */
@NullMarked
package io.sluice.loadtest.report;

import org.jspecify.annotations.NullMarked;
