/** Starting the parts of a process in order, stopping them in reverse, and ending the process with the right status. */
@NullMarked
package io.sluice.common.lifecycle;

import org.jspecify.annotations.NullMarked;
