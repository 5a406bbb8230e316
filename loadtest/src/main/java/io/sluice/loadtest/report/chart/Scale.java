package io.sluice.loadtest.report.chart;

import java.util.List;

/** Where on an axis the values lie. */
sealed interface Scale permits LinearScale, LogScale {
    /** From 0 at the axis' beginning to 1 at its end; outside of that for values that the axis does not reach. */
    double position(double value);

    /** Whether the axis has a place for it at all. */
    boolean shows(double value);

    /** In rising order, all of them on the axis. */
    List<Tick> ticks();
}
