package io.sluice.common.net;

import java.util.Optional;

/** IPv4 addresses as four decimal numbers with dots, and in no other of the forms that C libraries read. */
final class Ipv4Text {

    private static final int NUMBERS = 4;
    private static final int MAX_DIGITS = 3;
    private static final int MAX_NUMBER = 255;

    private Ipv4Text() {}

    /** The 32 bits of an address; empty if the text is none. */
    static Optional<Long> parse(String text) {
        String[] numbers = text.split("\\.", NUMBERS + 1);
        if (numbers.length != NUMBERS) {
            return Optional.empty();
        }
        long bits = 0;
        for (String number : numbers) {
            int value = number(number);
            if (value < 0) {
                return Optional.empty();
            }
            bits = (bits << 8) | value;
        }
        return Optional.of(bits);
    }

    static String format(long bits) {
        return (bits >>> 24) + "." + ((bits >>> 16) & 0xff) + "." + ((bits >>> 8) & 0xff) + "." + (bits & 0xff);
    }

    /** Below 0 for what is no number of 0 to 255, or has a zero in front. */
    private static int number(String text) {
        boolean decimal = !text.isEmpty()
                && text.length() <= MAX_DIGITS
                && text.chars().allMatch(digit -> digit >= '0' && digit <= '9')
                && (text.length() == 1 || text.charAt(0) != '0');
        int value = decimal ? Integer.parseInt(text) : -1;
        return value <= MAX_NUMBER ? value : -1;
    }
}
