package io.sluice.common.net;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a request really comes from, as far as that is known.
 *
 * @param address the client's; empty if its connection has none, or none any more
 * @param hops believed proxies on the way, from the one next to the client to the peer of this process; empty for a client that
 *     connected itself
 * @param peerTrusted whether the peer is a proxy whose word counts
 */
public record ClientAddress(Optional<IpAddress> address, List<IpAddress> hops, boolean peerTrusted) {

    public ClientAddress {
        hops = List.copyOf(hops);
    }

    /** The value of {@code X-Forwarded-For} for the next one to receive the request: nothing but what is believed. */
    public String forwardedFor() {
        String client = address.map(IpAddress::toString).orElse("unknown");
        return Stream.concat(Stream.of(client), hops.stream().map(IpAddress::toString))
                .collect(Collectors.joining(", "));
    }
}
