/** The HTTP server API for back ends. */
@NullMarked
package io.sluice.gateway.api;

import org.jspecify.annotations.NullMarked;
