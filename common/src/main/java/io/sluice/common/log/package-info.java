/** The log of a process: its form, its level, and how many lines others can make it write. */
@NullMarked
package io.sluice.common.log;

import org.jspecify.annotations.NullMarked;
