package io.sluice.common.net;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The proxies in front whose {@code X-Forwarded-For} is believed.
 *
 * <p>Each proxy adds, on the right, the address that it got the request from. So the list is read from the right, for as long as
 * whoever wrote an entry is trusted: the first address that is not a trusted proxy's is the client's. What stands to the left of
 * it is what the client says, and is not looked at.
 *
 * <p>Limits: {@link #MAX_HOPS} entries are read; beyond them, and from an entry on that is no address, the last one that was
 * believed is taken for the client.
 *
 * @param ranges addresses of these proxies; empty believes nobody
 */
public record TrustedHops(List<CidrRange> ranges) {

    /** No request comes by that many proxies; each costs a look at every range. */
    public static final int MAX_HOPS = 32;

    /** Believes nobody: the client is whoever connects. */
    public static final TrustedHops NONE = new TrustedHops(List.of());

    public TrustedHops {
        ranges = List.copyOf(ranges);
    }

    /**
     * Reads addresses and ranges as settings have them.
     *
     * @throws IllegalArgumentException if one is neither; the message repeats it
     */
    public static TrustedHops parse(List<String> ranges) {
        return new TrustedHops(ranges.stream().map(CidrRange::parse).toList());
    }

    /**
     * Where a request comes from.
     *
     * @param peer address of the connection's other end; anything else than an address is a client that nobody knows
     * @param forwardedFor values of the header in the order in which they came, each with one entry or several
     */
    public ClientAddress client(String peer, List<String> forwardedFor) {
        Optional<IpAddress> address = IpAddress.parse(peer);
        if (address.isEmpty() || !trusts(address.get())) {
            return new ClientAddress(address, List.of(), false);
        }
        Deque<IpAddress> believed = new ArrayDeque<>();
        believed.addFirst(address.get());
        believe(forwardedFor, believed);
        IpAddress client = believed.removeFirst();
        return new ClientAddress(Optional.of(client), List.copyOf(believed), true);
    }

    private boolean trusts(IpAddress address) {
        for (CidrRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** Adds entries from the right in front of those that are believed, as long as the one in front is trusted. */
    private void believe(List<String> forwardedFor, Deque<IpAddress> believed) {
        for (int value = forwardedFor.size() - 1; value >= 0; value--) {
            String entries = forwardedFor.get(value);
            int end = entries.length();
            while (end >= 0) {
                int comma = entries.lastIndexOf(',', end - 1);
                Optional<IpAddress> entry = ForwardedEntry.address(entries.substring(comma + 1, end));
                if (entry.isEmpty() || believed.size() > MAX_HOPS) {
                    return;
                }
                believed.addFirst(entry.get());
                if (!trusts(entry.get())) {
                    return;
                }
                end = comma;
            }
        }
    }
}
