/** What is kept of channels, and reading it. */
@NullMarked
package io.sluice.gateway.history;

import org.jspecify.annotations.NullMarked;
