/** The part of a request by which clients that belong together are known. */
@NullMarked
package io.sluice.router.key;

import org.jspecify.annotations.NullMarked;
