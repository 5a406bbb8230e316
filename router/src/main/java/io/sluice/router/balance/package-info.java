/** Which of several backends the next connection goes to. */
@NullMarked
package io.sluice.router.balance;

import org.jspecify.annotations.NullMarked;
