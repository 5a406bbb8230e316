package io.sluice.common.log;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A failure and what caused it in one line, for lines of the log that may come often and whose stacks would tell nothing more.
 * Any thread.
 */
public final class CauseChain {

    /** What lies deeper is the library's own; it also ends a chain that leads back into itself. */
    private static final int MAX_CAUSES = 4;

    private CauseChain() {}

    /** The failure, and up to three causes behind it, separated by semicolons. */
    public static String of(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MAX_CAUSES)
                .map(Throwable::toString)
                .collect(Collectors.joining("; "));
    }
}
