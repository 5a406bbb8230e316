/** What a backend is: an address, and what it says of its load. */
@NullMarked
package io.sluice.router.backend;

import org.jspecify.annotations.NullMarked;
