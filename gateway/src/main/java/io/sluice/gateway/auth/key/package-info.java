/** Keys that signatures of tokens are made and verified with: each fits some algorithms and refuses all others. */
@NullMarked
package io.sluice.gateway.auth.key;

import org.jspecify.annotations.NullMarked;
