package io.sluice.gateway.auth;

import io.sluice.common.protocol.Payload;
import java.util.Optional;

/**
 * How much longer a connection or a subscription may live.
 *
 * @param expired whether it ends now
 * @param expireAt Unix time in seconds at which it ends; 0 for never
 * @param info what others see of the client from now on; empty leaves it
 * @param meta what back ends are told from now on; empty leaves it
 */
public record RefreshGrant(boolean expired, long expireAt, Optional<Payload> info, Optional<Payload> meta) {}
