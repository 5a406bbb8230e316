package io.sluice.loadtest.feed;

import java.util.Optional;

/** What comes next in an NDJSON input: a line that is not blank, with its number from 1, or the end. */
public sealed interface Line {
    long number();

    /**
     * A line that is one JSON object.
     *
     * @param json the object as it was written
     * @param field the text of the field that the reader was told to look for; empty when it is absent or no scalar
     */
    record Valid(long number, String json, Optional<String> field) implements Line {}

    /** A line that is something else; the reason says in a few words what was found. */
    record Malformed(long number, String reason) implements Line {}

    /** Nothing comes any more; the failure says why, when that was not the end of the input. */
    record End(long number, Optional<String> failure) implements Line {}
}
