/** Line charts as SVG text, and the markup that they and the page around them are made of. Imports nothing of ours. */
@NullMarked
package io.sluice.loadtest.report.chart;

import org.jspecify.annotations.NullMarked;
