package io.sluice.gateway.transport.websocket;

import io.sluice.common.threading.EventLoopConfined;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Splits one {@code Sec-WebSocket-Extensions} header (RFC 6455, section 9.1) into the extensions that it offers.
 *
 * <p>Limit: the header's length, which the HTTP server bounds; time and memory grow with it and no faster.
 */
@EventLoopConfined
final class DeflateOfferReader {

    /**
     * One offered extension.
     *
     * @param name in lower case
     */
    record Extension(String name, List<Parameter> parameters) {

        Extension {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * One of its parameters.
     *
     * @param name in lower case
     * @param value without quotes; null if there is none
     */
    record Parameter(String name, @Nullable String value) {}

    /** What a token may hold besides letters and digits (RFC 9110, section 5.6.2). */
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private final String header;
    private int next;

    private DeflateOfferReader(String header) {
        this.header = header;
    }

    /** The offers in the client's order; none if the header breaks the grammar anywhere. */
    static List<Extension> read(String header) {
        return new DeflateOfferReader(header).extensions();
    }

    private List<Extension> extensions() {
        List<Extension> extensions = new ArrayList<>();
        do {
            String name = token();
            List<Parameter> parameters = name == null ? null : parameters();
            if (name == null || parameters == null) {
                return List.of();
            }
            extensions.add(new Extension(name.toLowerCase(Locale.ROOT), parameters));
        } while (skip(','));
        return next == header.length() ? extensions : List.of();
    }

    private @Nullable List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        while (skip(';')) {
            String name = token();
            if (name == null) {
                return null;
            }
            String value = null;
            if (skip('=')) {
                value = value();
                if (value == null) {
                    return null;
                }
            }
            parameters.add(new Parameter(name.toLowerCase(Locale.ROOT), value));
        }
        return parameters;
    }

    /** A token, in quotes or not. */
    private @Nullable String value() {
        if (!skip('"')) {
            return token();
        }
        StringBuilder value = new StringBuilder();
        while (next < header.length()) {
            char c = header.charAt(next++);
            if (c == '"') {
                return value.isEmpty() ? null : value.toString();
            }
            if (c == '\\' && next < header.length()) {
                c = header.charAt(next++);
            }
            if (!isTokenPart(c)) {
                return null; // Quotes may stand around a token only.
            }
            value.append(c);
        }
        return null;
    }

    private @Nullable String token() {
        skipSpace();
        int start = next;
        while (next < header.length() && isTokenPart(header.charAt(next))) {
            next++;
        }
        return next == start ? null : header.substring(start, next);
    }

    private boolean skip(char expected) {
        skipSpace();
        if (next < header.length() && header.charAt(next) == expected) {
            next++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (next < header.length() && (header.charAt(next) == ' ' || header.charAt(next) == '\t')) {
            next++;
        }
    }

    private static boolean isTokenPart(char c) {
        return isBetween('a', c, 'z')
                || isBetween('A', c, 'Z')
                || isBetween('0', c, '9')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }

    private static boolean isBetween(char first, char c, char last) {
        return first <= c && c <= last;
    }
}
