/** What clients and the gateway say to each other: messages, codes, and the port that turns them into frames and back. */
@NullMarked
package io.sluice.common.protocol;

import org.jspecify.annotations.NullMarked;
