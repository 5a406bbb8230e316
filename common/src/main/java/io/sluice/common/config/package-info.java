/** Settings as records: bound from a file, the environment and the command line, checked, printed and documented. */
@NullMarked
package io.sluice.common.config;

import org.jspecify.annotations.NullMarked;
