package io.sluice.router.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes the head of an HTTP/1.1 message as bytes.
 *
 * <p>What came in through a decoder has been checked there. It is checked again here, where it would do the harm: a line
 * break in a value would let whoever sent it write headers, or a whole request, in the router's name. Anything of that
 * kind is an {@link IllegalArgumentException}.
 */
final class HeadWriter {

    private static final String VERSION = "HTTP/1.1";
    private static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";
    private static final int DELETE = 0x7f;

    /** Heads are bytes; every byte is a character of Latin-1, and the other way round. */
    private static final int LAST_LATIN_1 = 0xff;

    private final StringBuilder head = new StringBuilder(1024);

    private HeadWriter() {}

    /** The head of a request that has no body. */
    static Buffer request(String method, String uri, MultiMap headers) {
        return new HeadWriter()
                .startLine(token(method) + ' ' + target(uri) + ' ' + VERSION)
                .headers(headers);
    }

    /**
     * The head of a response.
     *
     * @param status three digits
     * @param reason words for people, possibly none
     */
    static Buffer response(int status, String reason, MultiMap headers) {
        return new HeadWriter()
                .startLine(VERSION + ' ' + status + ' ' + text(reason))
                .headers(headers);
    }

    private HeadWriter startLine(String line) {
        head.append(line).append("\r\n");
        return this;
    }

    private Buffer headers(MultiMap headers) {
        for (Map.Entry<String, String> header : headers) {
            head.append(token(header.getKey()))
                    .append(": ")
                    .append(text(header.getValue()))
                    .append("\r\n");
        }
        return Buffer.buffer(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String token(String name) {
        return require(name, !name.isEmpty() && name.chars().allMatch(HeadWriter::isTokenCharacter), "a token");
    }

    private static String target(String uri) {
        boolean valid = !uri.isEmpty() && uri.chars().allMatch(c -> c != ' ' && c != '\t' && isTextCharacter(c));
        return require(uri, valid, "a request target");
    }

    private static String text(String value) {
        return require(value, value.chars().allMatch(HeadWriter::isTextCharacter), "text on one line");
    }

    private static boolean isTokenCharacter(int c) {
        return isBetween(c, '0', '9')
                || isBetween(c, 'A', 'Z')
                || isBetween(c, 'a', 'z')
                || TOKEN_PUNCTUATION.indexOf(c) >= 0;
    }

    private static boolean isTextCharacter(int c) {
        return c == '\t' || (isBetween(c, ' ', LAST_LATIN_1) && c != DELETE);
    }

    private static boolean isBetween(int c, int first, int last) {
        return c >= first && c <= last;
    }

    private static String require(String value, boolean valid, String expected) {
        if (!valid) {
            throw new IllegalArgumentException("expected " + expected + " but was \"" + value + "\"");
        }
        return value;
    }
}
