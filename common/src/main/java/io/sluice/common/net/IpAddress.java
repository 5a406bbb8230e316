package io.sluice.common.net;

import java.util.Optional;

/**
 * An IP address, written as numbers: nothing here ever asks a name server.
 *
 * <p>An IPv4 address is kept as the IPv6 address that it is mapped to ({@code ::ffff:a.b.c.d}), so that a client is the same
 * whether a socket of one family or of both accepted it.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record IpAddress(long high, long low) {

    private static final long MAPPED_PREFIX = 0xffffL;
    private static final int IPV4_BITS = 32;
    private static final long IPV4_MASK = 0xffff_ffffL;

    /** Characters of the longest address: eight groups whose last two are written as IPv4, and a zone. */
    private static final int MAX_LENGTH = 64;

    /** The IPv4 address of these 32 bits. */
    static IpAddress ipv4(long bits) {
        return new IpAddress(0, (MAPPED_PREFIX << IPV4_BITS) | (bits & IPV4_MASK));
    }

    /**
     * Reads an address such as {@code 192.0.2.1}, {@code 2001:db8::1} or {@code ::ffff:192.0.2.1}; a zone behind it
     * ({@code fe80::1%eth0}) is dropped.
     *
     * @return empty if the text is anything else, a name or {@code 010.1.1.1} included, which some read as octal
     */
    public static Optional<IpAddress> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        if (text.indexOf(':') < 0) {
            return Ipv4Text.parse(text).map(IpAddress::ipv4);
        }
        int zone = text.indexOf('%');
        return Ipv6Text.parse(zone < 0 ? text : text.substring(0, zone));
    }

    public boolean isIpv4() {
        return high == 0 && (low >>> IPV4_BITS) == MAPPED_PREFIX;
    }

    /** The usual way to write it: dotted, or as RFC 5952 has it. */
    @Override
    public String toString() {
        return isIpv4() ? Ipv4Text.format(low & IPV4_MASK) : Ipv6Text.format(this);
    }
}
