/** TLS of servers and of connections to other servers: certificates from PEM, checked before they are used and read again while running. */
@NullMarked
package io.sluice.common.tls;

import org.jspecify.annotations.NullMarked;
