package io.sluice.common.admission;

import io.sluice.common.net.IpAddress;
import java.util.Optional;

/**
 * What counts as one source of connections: an IPv4 address, or the first 64 bits of an IPv6 address. A household or a machine
 * has a /64 to itself and may use a new address of it for each connection.
 *
 * @param high the first 64 bits of the address
 * @param low the last 64 bits for IPv4, 0 for IPv6
 */
public record SourceKey(long high, long low) {

    /** All clients of whom no address is known. No address that connects has the first 64 bits of this one. */
    private static final SourceKey UNKNOWN = new SourceKey(-1, -1);

    /** The source that a client with this address is of. */
    public static SourceKey of(Optional<IpAddress> address) {
        return address.map(SourceKey::of).orElse(UNKNOWN);
    }

    private static SourceKey of(IpAddress address) {
        return new SourceKey(address.high(), address.isIpv4() ? address.low() : 0);
    }
}
