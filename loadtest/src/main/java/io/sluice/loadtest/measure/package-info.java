/** Readings and time: schedules, what a process uses of memory and CPU, the live heap of a JVM. Imports nothing of ours. */
@NullMarked
package io.sluice.loadtest.measure;

import org.jspecify.annotations.NullMarked;
