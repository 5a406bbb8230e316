/** The JSON form of the client protocol: one text frame, objects separated by newlines, payloads embedded as they are. */
@NullMarked
package io.sluice.common.protocol.json;

import org.jspecify.annotations.NullMarked;
