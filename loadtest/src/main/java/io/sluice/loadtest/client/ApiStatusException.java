package io.sluice.loadtest.client;

/** The HTTP API answered with another status than 200, or with something that is not the API's answer. */
public final class ApiStatusException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int UNAVAILABLE_FROM = 500;
    private static final int MAX_QUOTED = 200;

    private final int status;

    public ApiStatusException(int status, String body) {
        super("HTTP " + status + (body.isBlank() ? "" : ": " + quoted(body)));
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** Whether the same request may succeed a moment later: a router without a backend answers 502 or 503. */
    public boolean temporary() {
        return status >= UNAVAILABLE_FROM;
    }

    private static String quoted(String body) {
        String line = body.strip().replaceAll("\\s+", " ");
        return line.length() <= MAX_QUOTED ? line : line.substring(0, MAX_QUOTED) + "…";
    }
}
