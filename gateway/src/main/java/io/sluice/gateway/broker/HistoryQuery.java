package io.sluice.gateway.broker;

import io.sluice.common.protocol.StreamPosition;
import java.util.Optional;

/**
 * Which part of a stream is wanted.
 *
 * @param limit most publications; 0 asks for the position only, {@link #NO_LIMIT} for all
 * @param since what comes after it, or before it in reverse; its epoch is the caller's to compare. Empty starts at the oldest,
 *     or at the newest in reverse
 * @param reverse newest first
 */
public record HistoryQuery(int limit, Optional<StreamPosition> since, boolean reverse) {

    public static final int NO_LIMIT = -1;

    /** Asks where the stream is. */
    public static final HistoryQuery POSITION = new HistoryQuery(0, Optional.empty(), false);

    public HistoryQuery {
        if (limit < NO_LIMIT) {
            throw new IllegalArgumentException("a limit must be -1 or more but was " + limit);
        }
    }
}
