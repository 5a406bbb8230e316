package io.sluice.common.log;

/** How lines look. */
public enum LogFormat {
    /** For people: one line an event, and below it the stack of an exception. */
    TEXT,
    /** For collectors: one JSON object a line, whatever happened; see {@link JsonLines}. */
    JSON
}
