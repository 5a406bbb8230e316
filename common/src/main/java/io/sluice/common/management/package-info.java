/** What an operator asks a process: whether it has started, lives and is ready, and its metrics. */
@NullMarked
package io.sluice.common.management;

import org.jspecify.annotations.NullMarked;
