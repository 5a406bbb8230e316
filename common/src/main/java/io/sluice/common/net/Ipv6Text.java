package io.sluice.common.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** IPv6 addresses as text: any form of RFC 4291 is read, that of RFC 5952 is written. */
final class Ipv6Text {

    private static final int GROUPS = 8;
    private static final int GROUP_BITS = 16;
    private static final int GROUP_MASK = 0xffff;
    private static final int MAX_DIGITS = 4;
    private static final String GAP = "::";

    private Ipv6Text() {}

    /** The address; empty if the text is none. */
    static Optional<IpAddress> parse(String text) {
        int gap = text.indexOf(GAP);
        if (gap < 0) {
            return groups(text).filter(all -> all.size() == GROUPS).map(Ipv6Text::address);
        }
        Optional<List<Integer>> before = groups(text.substring(0, gap));
        Optional<List<Integer>> behind = groups(text.substring(gap + GAP.length()));
        if (before.isEmpty()
                || behind.isEmpty()
                || before.get().size() + behind.get().size() >= GROUPS) {
            return Optional.empty();
        }
        List<Integer> all = new ArrayList<>(before.get());
        while (all.size() < GROUPS - behind.get().size()) {
            all.add(0);
        }
        all.addAll(behind.get());
        return text.substring(0, gap).indexOf('.') < 0 ? Optional.of(address(all)) : Optional.empty();
    }

    /** The longest run of two or more zero groups is left out, the first of several; digits are in lower case. */
    static String format(IpAddress address) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            long half = i < GROUPS / 2 ? address.high() : address.low();
            groups[i] = ((int) (half >>> (GROUP_BITS * (3 - (i % 4))))) & GROUP_MASK;
        }
        int gapStart = -1;
        int gapLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = 0;
            while (i + zeros < GROUPS && groups[i + zeros] == 0) {
                zeros++;
            }
            if (zeros > gapLength) {
                gapStart = i;
                gapLength = zeros;
            }
            i += zeros;
        }
        return gapStart < 0
                ? join(groups, 0, GROUPS)
                : join(groups, 0, gapStart) + GAP + join(groups, gapStart + gapLength, GROUPS);
    }

    private static String join(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    /** The groups of one side of the gap, possibly none; the last two may be written as IPv4. */
    private static Optional<List<Integer>> groups(String text) {
        List<Integer> groups = new ArrayList<>(GROUPS);
        if (text.isEmpty()) {
            return Optional.of(groups);
        }
        String[] parts = text.split(":", GROUPS + 1);
        for (int i = 0; i < parts.length; i++) {
            if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                Optional<Long> tail = Ipv4Text.parse(parts[i]);
                if (tail.isEmpty()) {
                    return Optional.empty();
                }
                groups.add((int) (tail.get() >>> GROUP_BITS));
                groups.add((int) (tail.get() & GROUP_MASK));
            } else if (isGroup(parts[i])) {
                groups.add(Integer.parseInt(parts[i], 16));
            } else {
                return Optional.empty();
            }
        }
        return groups.size() <= GROUPS ? Optional.of(groups) : Optional.empty();
    }

    private static boolean isGroup(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_DIGITS
                && text.chars()
                        .allMatch(digit -> (digit >= '0' && digit <= '9')
                                || (digit >= 'a' && digit <= 'f')
                                || (digit >= 'A' && digit <= 'F'));
    }

    private static IpAddress address(List<Integer> groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS / 2; i++) {
            high = (high << GROUP_BITS) | groups.get(i);
            low = (low << GROUP_BITS) | groups.get(i + GROUPS / 2);
        }
        return new IpAddress(high, low);
    }
}
