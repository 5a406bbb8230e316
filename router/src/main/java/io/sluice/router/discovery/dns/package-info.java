/** Backends that DNS knows: the addresses of a name, or the hosts and ports of its service records. */
@NullMarked
package io.sluice.router.discovery.dns;

import org.jspecify.annotations.NullMarked;
