package io.sluice.loadtest.report.chart;

import io.sluice.loadtest.measure.ThreadConfined;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Text of HTML or SVG, well-formed as XML is, in which everything that is not an element or an attribute's name is escaped.
 * Attributes are given as name, value, name, value ….
 */
@ThreadConfined
public final class Markup {
    private static final char REPLACEMENT = '\uFFFD';
    private static final char FIRST_PRINTABLE = ' ';

    private final StringBuilder written = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** Begins an element that {@link #close} ends. */
    public Markup open(String element, String... attributes) {
        begin(element, attributes);
        written.append('>');
        open.push(element);
        return this;
    }

    /** Ends the element that was opened last and not yet closed. */
    public Markup close() {
        written.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element with nothing in it. */
    public Markup empty(String element, String... attributes) {
        begin(element, attributes);
        written.append("/>");
        return this;
    }

    /** An element with nothing but text in it. */
    public Markup leaf(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    public Markup text(String text) {
        escape(text, false);
        return this;
    }

    /** All that {@code other} has written. */
    public Markup add(Markup other) {
        written.append(other);
        return this;
    }

    private void begin(String element, String... attributes) {
        if (attributes.length % 2 != 0) {
            throw new IllegalArgumentException("the last attribute of " + element + " has no value");
        }
        written.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            written.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1], true);
            written.append('"');
        }
    }

    private void escape(String text, boolean inAttribute) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '&' -> written.append("&amp;");
                case '<' -> written.append("&lt;");
                case '>' -> written.append("&gt;");
                case '"' -> written.append(inAttribute ? "&quot;" : "\"");
                case '\n', '\t' -> written.append(character);
                default -> written.append(character < FIRST_PRINTABLE ? REPLACEMENT : character);
            }
        }
    }

    /** What has been written so far. */
    @Override
    public String toString() {
        return written.toString();
    }
}
