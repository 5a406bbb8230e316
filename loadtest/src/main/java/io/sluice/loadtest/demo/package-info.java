/** The demonstration: a cluster, a ticker feed and a web page that shows it. */
@NullMarked
package io.sluice.loadtest.demo;

import org.jspecify.annotations.NullMarked;
