package io.sluice.gateway.presence;

import io.sluice.common.protocol.ClientInfo;

/** A client in a channel. */
public record Member(String channel, ClientInfo info) {}
