/** The protobuf form of the client protocol, whose schema is {@code client.proto}. */
@NullMarked
package io.sluice.common.protocol.protobuf;

import org.jspecify.annotations.NullMarked;
