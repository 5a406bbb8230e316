package io.sluice.router.proxy.relay;

import java.time.Duration;

/**
 * How long a relay lives on when one side has ended.
 *
 * @param halfClosed time for the second side to end its output after the first
 * @param linger time for a side that is left alone to take its last bytes
 */
public record RelayLimits(Duration halfClosed, Duration linger) {

    /** Long enough for a last answer over a slow line; short enough that no socket is forgotten. */
    public static final RelayLimits DEFAULT = new RelayLimits(Duration.ofSeconds(30), Duration.ofSeconds(10));
}
