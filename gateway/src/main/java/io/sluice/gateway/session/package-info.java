/** One client's protocol life, from connect to close, on its event loop. */
@NullMarked
package io.sluice.gateway.session;

import org.jspecify.annotations.NullMarked;
