/** What drives a cluster from outside: demo, feeds, load tests and the end-to-end tests. */
@NullMarked
package io.sluice.loadtest;

import org.jspecify.annotations.NullMarked;
