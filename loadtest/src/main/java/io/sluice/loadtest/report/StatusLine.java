package io.sluice.loadtest.report;

import io.sluice.loadtest.measure.ThreadConfined;
import java.io.PrintWriter;

/**
 * The last line of a terminal, written over again and again; where there is no terminal, one line for each status.
 */
@ThreadConfined
public final class StatusLine {
    private static final String START_OF_LINE = "\r";
    private static final String ERASE_REST = "\u001b[K";

    private final PrintWriter writer;
    private final boolean terminal;
    private boolean shown;

    public StatusLine(PrintWriter writer, boolean terminal) {
        this.writer = writer;
        this.terminal = terminal;
    }

    /** Replaces the status shown before. */
    public void show(String status) {
        if (terminal) {
            writer.print(START_OF_LINE + status + ERASE_REST);
            writer.flush();
            shown = true;
        } else {
            writer.println(status);
        }
    }

    /** Writes a line that stays, above the status. */
    public void message(String line) {
        clear();
        writer.println(line);
        writer.flush();
    }

    /** Removes the status, so that others may write. */
    public void clear() {
        if (shown) {
            writer.print(START_OF_LINE + ERASE_REST);
            writer.flush();
            shown = false;
        }
    }
}
