/** One event loop of the node: how tasks get onto it, and how long they may keep it from its sockets. */
@NullMarked
package io.sluice.gateway.loop;

import org.jspecify.annotations.NullMarked;
