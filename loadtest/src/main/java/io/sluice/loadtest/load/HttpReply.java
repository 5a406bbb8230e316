package io.sluice.loadtest.load;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A server's answer to an HTTP/1.1 request, with a body of known length or in chunks.
 *
 * @param status e.g. 200
 * @param body as text
 * @param lastOne whether the server closes the connection behind it
 */
record HttpReply(int status, String body, boolean lastOne) {
    /** No answer of the server API comes near; more is not kept in memory. */
    static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

    private static final int MAX_LINE_BYTES = 8 * 1024;
    private static final int DECIMAL = 10;
    private static final int HEX = 16;
    private static final String VERSION = "HTTP/1.1 ";
    private static final int STATUS_DIGITS = 3;

    /** Reads one answer to its end. Threading: blocks until it is there. */
    static HttpReply read(InputStream in) throws IOException {
        String first = line(in);
        if (!first.startsWith(VERSION) || first.length() < VERSION.length() + STATUS_DIGITS) {
            throw new IOException("expected an answer of HTTP/1.1 but was: " + first);
        }
        int status = number(first.substring(VERSION.length(), VERSION.length() + STATUS_DIGITS), DECIMAL);
        int length = 0;
        boolean chunked = false;
        boolean close = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = number(value(lower), DECIMAL);
            }
            chunked |= lower.startsWith("transfer-encoding:") && value(lower).equals("chunked");
            close |= lower.startsWith("connection:") && value(lower).equals("close");
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (chunked) {
            readChunks(in, body);
        } else {
            readBytes(in, length, body);
        }
        return new HttpReply(status, body.toString(StandardCharsets.UTF_8), close);
    }

    private static int number(String text, int radix) throws IOException {
        try {
            return Integer.parseInt(text, radix);
        } catch (NumberFormatException e) {
            throw new IOException("expected a number in the answer's head but was: " + text, e);
        }
    }

    private static String value(String header) {
        return header.substring(header.indexOf(':') + 1).strip();
    }

    private static void readChunks(InputStream in, ByteArrayOutputStream body) throws IOException {
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            readBytes(in, size, body);
            line(in);
        }
        line(in);
    }

    private static int chunkSize(InputStream in) throws IOException {
        return number(line(in).split(";", 2)[0].strip(), HEX);
    }

    private static void readBytes(InputStream in, int count, ByteArrayOutputStream body) throws IOException {
        if (count < 0 || body.size() + (long) count > MAX_BODY_BYTES) {
            throw new IOException("an answer is longer than " + MAX_BODY_BYTES + " bytes");
        }
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the server closed the connection within its answer");
        }
        body.writeBytes(bytes);
    }

    /** The next line without its end. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (line.length() == MAX_LINE_BYTES) {
                throw new IOException("a line of the answer's head is longer than " + MAX_LINE_BYTES + " bytes");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
