package io.sluice.router.backend;

/**
 * Where a backend listens.
 *
 * @param host a name or an IP address, an IPv6 address without its brackets; not blank
 * @param port 1 to 65535
 */
public record BackendAddress(String host, int port) {

    private static final int MAX_PORT = 65_535;

    public BackendAddress {
        if (host.isBlank() || host.chars().anyMatch(BackendAddress::isForbidden)) {
            throw new IllegalArgumentException("expected a host name or an IP address but was \"" + host + "\"");
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("expected a port from 1 to " + MAX_PORT + " but was " + port);
        }
    }

    /**
     * Reads {@code host:port} or {@code [IPv6 address]:port}.
     *
     * @throws IllegalArgumentException if the text is neither; the message repeats the text
     */
    public static BackendAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : withoutBrackets(text.substring(0, colon));
        if (host.isEmpty()) {
            throw new IllegalArgumentException("expected host:port but was \"" + text + "\"");
        }
        return new BackendAddress(host, parsePort(text, text.substring(colon + 1)));
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /** An IPv6 address needs its brackets: without them nobody can tell its last group from the port. */
    private static String withoutBrackets(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return host.substring(1, host.length() - 1);
        }
        return host.indexOf(':') < 0 ? host : "";
    }

    private static int parsePort(String text, String port) {
        try {
            return Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected host:port but was \"" + text + "\"", e);
        }
    }

    private static boolean isForbidden(int character) {
        return character <= ' ' || character == '/' || character == '@' || character == '[' || character == ']';
    }
}
