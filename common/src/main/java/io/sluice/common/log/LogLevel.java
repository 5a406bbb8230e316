package io.sluice.common.log;

import ch.qos.logback.classic.Level;

/** From which level on events are written. */
public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    /** Nothing is above an error here, so this is as good as {@link #NONE}; Centrifugo's files may name it. */
    FATAL,
    NONE;

    /** Logback has the same names, but for the last two. */
    Level level() {
        return Level.toLevel(name(), Level.OFF);
    }
}
