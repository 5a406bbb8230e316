/** Channel names, namespaces and what their options permit; knows nothing of networks or threads. */
@NullMarked
package io.sluice.gateway.channel;

import org.jspecify.annotations.NullMarked;
