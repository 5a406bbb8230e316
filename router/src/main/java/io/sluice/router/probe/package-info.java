/** Health checks over the network: between what discovery knows and what the pool uses. */
@NullMarked
package io.sluice.router.probe;

import org.jspecify.annotations.NullMarked;
