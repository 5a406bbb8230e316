/** Addresses, and which of the hops between a client and this process are believed. */
@NullMarked
package io.sluice.common.net;

import org.jspecify.annotations.NullMarked;
