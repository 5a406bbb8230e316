package io.sluice.gateway.filter;

import java.math.BigDecimal;
import java.util.Optional;

/** Reads numbers as filters understand them: a sign, digits, and a fraction, as in {@code -12.50}. */
final class DecimalNumber {

    /**
     * Most characters. Enough for any price, time or size; reading a number takes time with the square of its length, and anybody
     * who may publish chooses it.
     */
    static final int MAX_LENGTH = 100;

    private DecimalNumber() {}

    /**
     * Reads a number; empty if the text is none. There are no exponents, for a few characters of them can stand for a number that
     * no memory holds.
     */
    static Optional<BigDecimal> parse(String text) {
        return isNumber(text) ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    private static boolean isNumber(String text) {
        if (text.length() > MAX_LENGTH) {
            return false;
        }
        int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        int point = text.indexOf('.');
        if (point < 0) {
            return isDigits(text, start, text.length());
        }
        return isDigits(text, start, point) && isDigits(text, point + 1, text.length());
    }

    private static boolean isDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < to;
    }
}
