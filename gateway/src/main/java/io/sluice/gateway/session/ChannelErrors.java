package io.sluice.gateway.session;

import io.sluice.common.protocol.ErrorCode;
import io.sluice.gateway.channel.ChannelLookup;

/** What clients are told of names that no channel has. */
final class ChannelErrors {

    private ChannelErrors() {}

    /** The error for a name that was not found. */
    static ErrorCode of(ChannelLookup notFound) {
        return notFound instanceof ChannelLookup.UnknownNamespace ? ErrorCode.UNKNOWN_CHANNEL : ErrorCode.BAD_REQUEST;
    }
}
