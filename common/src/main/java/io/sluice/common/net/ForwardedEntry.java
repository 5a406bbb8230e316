package io.sluice.common.net;

import java.util.Optional;

/** One entry of {@code X-Forwarded-For} as proxies write them: an address, possibly in brackets, possibly with a port. */
final class ForwardedEntry {

    private static final int MAX_PORT_DIGITS = 5;

    private ForwardedEntry() {}

    /** The address; empty for anything else, such as {@code unknown}. */
    static Optional<IpAddress> address(String entry) {
        String text = entry.strip();
        if (text.startsWith("[")) {
            int bracket = text.indexOf(']');
            boolean wellFormed = bracket > 0 && isPortOrNothing(text.substring(bracket + 1));
            return wellFormed && text.substring(1, bracket).indexOf(':') >= 0
                    ? IpAddress.parse(text.substring(1, bracket))
                    : Optional.empty();
        }
        int colon = text.indexOf(':');
        boolean ipv4WithPort = colon > 0 && colon == text.lastIndexOf(':');
        if (!ipv4WithPort) {
            return IpAddress.parse(text);
        }
        return isPortOrNothing(text.substring(colon)) ? IpAddress.parse(text.substring(0, colon)) : Optional.empty();
    }

    private static boolean isPortOrNothing(String text) {
        return text.isEmpty()
                || (text.startsWith(":")
                        && text.length() > 1
                        && text.length() <= 1 + MAX_PORT_DIGITS
                        && text.chars().skip(1).allMatch(digit -> digit >= '0' && digit <= '9'));
    }
}
