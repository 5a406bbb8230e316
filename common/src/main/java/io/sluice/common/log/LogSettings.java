package io.sluice.common.log;

import io.sluice.common.config.Setting;

/**
 * What is written to the log, and how.
 *
 * @param peerLinesPerSecond 1 to {@link #MAX_PEER_LINES}
 */
public record LogSettings(
        @Setting(
                        value = "info",
                        doc =
                                "From which level on events are written to standard output; `none` and `fatal` write nothing.")
                LogLevel level,
        @Setting(value = "text", doc = "How lines look: `text` for people, `json` for collectors, one object a line.")
                LogFormat format,
        @Setting(
                        value = "5",
                        doc =
                                "Lines of one kind a second where it is clients and other peers that cause them; further ones are "
                                        + "swallowed and counted, and the next line says how many.")
                int peerLinesPerSecond) {

    /** Beyond it the limit would protect neither disk nor event loop. */
    private static final int MAX_PEER_LINES = 1000;

    public LogSettings {
        if (peerLinesPerSecond < 1 || peerLinesPerSecond > MAX_PEER_LINES) {
            throw new IllegalArgumentException(
                    "peer_lines_per_second must be 1 to 1000, but was " + peerLinesPerSecond);
        }
    }
}
