package io.sluice.loadtest.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.loadtest.client.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the JSON messages of a text frame apart, which newlines separate. A publication of the usual form is read byte by
 * byte at its known places and makes no object; whatever has another form goes through a JSON parser.
 *
 * <p>Threading: immutable, but the visitor is called on the caller's thread.
 */
final class MessageScanner {
    /** What a frame may contain. */
    interface Visitor {
        /**
         * A publication.
         *
         * @param channel the number behind the prefix of its name
         * @param number that it carries
         * @param intendedNanos when it was due
         * @param offset in the channel's stream; 0 when it has none
         */
        void publication(int channel, long number, long intendedNanos, long offset);

        /** {@code {}}: the server asks whether we live. */
        void ping();

        /** The answer to a command: the whole object, which has an {@code error} or a result. */
        void reply(long id, JsonNode message);

        /** Any other message. */
        void other(JsonNode message);
    }

    private static final byte[] BEFORE_NUMBER = ascii("\",\"pub\":{\"data\":{\"n\":");
    private static final byte[] BEFORE_TIME = ascii(",\"t\":");
    private static final byte[] BEFORE_OFFSET = ascii(",\"offset\":");
    private static final byte[] PING = ascii("{}");
    /** Of the data object within {@link #BEFORE_NUMBER}. */
    private static final int DATA_OFFSET = BEFORE_NUMBER.length - "{\"n\":".length();

    private static final int PARSED_BY_JSON = -1;

    private final Pattern channelName;
    private final byte[] head;
    private final int payloadBytes;

    MessageScanner(ChannelNames names, LoadPayload payload) {
        this.channelName = Pattern.compile(names.prefix() + "(\\d{1,9})");
        this.head = ascii("{\"push\":{\"channel\":\"" + names.prefix());
        this.payloadBytes = payload.bytes();
    }

    /** Visits the messages in {@code bytes} from {@code from} to before {@code to}; an {@link IOException} tells a fault. */
    void scan(byte[] bytes, int from, int to, Visitor visitor) throws IOException {
        int at = from;
        while (at < to) {
            int end = publication(bytes, at, to, visitor);
            if (end == PARSED_BY_JSON) {
                end = lineEnd(bytes, at, to);
                anyMessage(bytes, at, end, visitor);
            }
            at = end + 1;
        }
    }

    /** Reads a publication of the usual form; gives the end of its line, or {@link #PARSED_BY_JSON} having done nothing. */
    private int publication(byte[] bytes, int from, int to, Visitor visitor) {
        if (!matches(bytes, from, to, head)) {
            return PARSED_BY_JSON;
        }
        int at = from + head.length;
        int channel = 0;
        for (; at < to && isDigit(bytes[at]); at++) {
            channel = channel * 10 + (bytes[at] - '0');
        }
        if (at == from + head.length || !matches(bytes, at, to, BEFORE_NUMBER)) {
            return PARSED_BY_JSON;
        }
        int data = at + DATA_OFFSET;
        long number = 0;
        for (at += BEFORE_NUMBER.length; at < to && isDigit(bytes[at]); at++) {
            number = number * 10 + (bytes[at] - '0');
        }
        if (!matches(bytes, at, to, BEFORE_TIME)) {
            return PARSED_BY_JSON;
        }
        long time = 0;
        for (at += BEFORE_TIME.length; at < to && isDigit(bytes[at]); at++) {
            time = time * 10 + (bytes[at] - '0');
        }
        // The padding has no newline in it, so the search for the line's end may leave it out.
        int behindData = data + payloadBytes;
        if (behindData > to || bytes[behindData - 1] != '}') {
            return PARSED_BY_JSON;
        }
        long offset = 0;
        at = behindData;
        if (matches(bytes, at, to, BEFORE_OFFSET)) {
            for (at += BEFORE_OFFSET.length; at < to && isDigit(bytes[at]); at++) {
                offset = offset * 10 + (bytes[at] - '0');
            }
        }
        visitor.publication(channel, number, time, offset);
        return lineEnd(bytes, at, to);
    }

    private void anyMessage(byte[] bytes, int from, int to, Visitor visitor) throws IOException {
        if (to == from) {
            return;
        }
        if (Arrays.equals(bytes, from, to, PING, 0, PING.length)) {
            visitor.ping();
            return;
        }
        JsonNode message = Json.read(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        JsonNode publication = message.path("push").path("pub");
        JsonNode data = publication.path("data");
        Matcher channel =
                channelName.matcher(message.path("push").path("channel").asText());
        if (message.has("id")) {
            visitor.reply(message.path("id").asLong(), message);
        } else if (data.isObject() && channel.matches()) {
            visitor.publication(
                    Integer.parseInt(channel.group(1)),
                    data.path("n").asLong(),
                    data.path("t").asLong(),
                    publication.path("offset").asLong());
        } else {
            visitor.other(message);
        }
    }

    private static boolean matches(byte[] bytes, int from, int to, byte[] expected) {
        int end = from + expected.length;
        return end <= to && Arrays.equals(bytes, from, end, expected, 0, expected.length);
    }

    private static int lineEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
