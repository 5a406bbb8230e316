/** Tells clients which gateway to connect to directly, and keeps a place free for them. */
@NullMarked
package io.sluice.router.negotiate;

import org.jspecify.annotations.NullMarked;
