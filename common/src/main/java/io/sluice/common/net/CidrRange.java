package io.sluice.common.net;

/**
 * A range of addresses of one family: those that begin with the same bits.
 *
 * @param first the lowest address
 * @param prefixBits how many bits of the 128 are the same, 96 to 128 for IPv4
 */
public record CidrRange(IpAddress first, int prefixBits) {

    private static final int BITS = 128;
    private static final int HALF_BITS = 64;
    private static final int IPV4_OFFSET = 96;

    public CidrRange {
        if (prefixBits < 0 || prefixBits > BITS) {
            throw new IllegalArgumentException("a prefix has 0 to 128 bits, but was " + prefixBits);
        }
        IpAddress lowest = lowest(first, prefixBits);
        if (!lowest.equals(first)) {
            throw new IllegalArgumentException(first + " has bits behind its prefix: write " + text(lowest, prefixBits)
                    + ", or " + first + " alone if one address is meant");
        }
    }

    /**
     * Reads a range such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}, or one address.
     *
     * @throws IllegalArgumentException if the text is neither; the message says what is expected
     */
    public static CidrRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        IpAddress first = IpAddress.parse(address).orElseThrow(() -> unreadable(text));
        boolean dotted = address.indexOf(':') < 0;
        int bits = slash < 0 ? BITS : bits(text, text.substring(slash + 1)) + (dotted ? IPV4_OFFSET : 0);
        if (bits > BITS) {
            throw unreadable(text);
        }
        return new CidrRange(first, bits);
    }

    /** Whether the address is one of these; a range of IPv6 holds no IPv4 address, however short its prefix. */
    public boolean contains(IpAddress address) {
        boolean ipv4 = prefixBits >= IPV4_OFFSET && first.isIpv4();
        return address.isIpv4() == ipv4 && lowest(address, prefixBits).equals(first);
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return text(first, prefixBits);
    }

    private static String text(IpAddress first, int prefixBits) {
        boolean ipv4 = prefixBits >= IPV4_OFFSET && first.isIpv4();
        return first + "/" + (ipv4 ? prefixBits - IPV4_OFFSET : prefixBits);
    }

    private static IpAddress lowest(IpAddress address, int prefixBits) {
        return new IpAddress(
                address.high() & mask(prefixBits), address.low() & mask(Math.max(0, prefixBits - HALF_BITS)));
    }

    /** So many ones in front, at most 64; a shift by 64 would be one by 0. */
    private static long mask(int bits) {
        return bits == 0 ? 0 : -1L << (HALF_BITS - Math.min(bits, HALF_BITS));
    }

    private static int bits(String text, String bits) {
        boolean decimal = !bits.isEmpty() && bits.length() <= 3 && bits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!decimal) {
            throw unreadable(text);
        }
        return Integer.parseInt(bits);
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException(
                "expected an address or a range such as 10.0.0.0/8 or 2001:db8::/32, but was \"" + text + "\"");
    }
}
