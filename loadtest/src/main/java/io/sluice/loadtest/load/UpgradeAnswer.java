package io.sluice.loadtest.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of a server's answer to a WebSocket handshake.
 *
 * @param status of HTTP, 101 when the connection is a WebSocket now
 * @param accepted whether it is, with the right answer to our key
 * @param retryAfter when to come back, if the server says so; zero otherwise
 * @param bytes of the head, its empty line included
 */
record UpgradeAnswer(int status, boolean accepted, Duration retryAfter, int bytes) {
    /** No server answers a handshake with more than a few hundred bytes. */
    static final int MAX_HEAD_BYTES = 64 * 1024;
    /** A server that sends clients away for longer than this is not believed. */
    private static final int MAX_RETRY_AFTER_SECONDS = 3_600;

    private static final String HEAD_END = "\r\n\r\n";
    private static final String VERSION = "HTTP/1.1 ";
    private static final int STATUS_DIGITS = 3;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final String RETRY_AFTER = "retry-after:";

    /** Reads a head from the first {@code length} bytes; empty when it is not complete. */
    static Optional<UpgradeAnswer> read(byte[] bytes, int length) throws IOException {
        String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(HEAD_END);
        if (end < 0 && length > MAX_HEAD_BYTES) {
            throw new IOException("the server's answer to the handshake has no end");
        }
        if (end < 0) {
            return Optional.empty();
        }
        String head = text.substring(0, end);
        int status = status(head);
        boolean accepted = status == SWITCHING_PROTOCOLS && head.contains(ClientFrames.ACCEPT);
        return Optional.of(new UpgradeAnswer(status, accepted, retryAfter(head), end + HEAD_END.length()));
    }

    private static int status(String head) throws IOException {
        int end = VERSION.length() + STATUS_DIGITS;
        if (head.startsWith(VERSION) && head.length() >= end) {
            try {
                return Integer.parseInt(head.substring(VERSION.length(), end));
            } catch (NumberFormatException e) {
                throw new IOException("expected a status of HTTP but was: " + head.substring(0, end), e);
            }
        }
        throw new IOException("expected an answer of HTTP/1.1 but was: "
                + head.lines().findFirst().orElse("nothing"));
    }

    /** Only seconds are understood; a date counts as nothing, as does nonsense. */
    private static Duration retryAfter(String head) {
        return head.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith(RETRY_AFTER))
                .map(line -> line.substring(RETRY_AFTER.length()).strip())
                .filter(value -> value.matches("\\d{1,9}"))
                .map(value -> Duration.ofSeconds(Math.min(MAX_RETRY_AFTER_SECONDS, Integer.parseInt(value))))
                .findFirst()
                .orElse(Duration.ZERO);
    }
}
