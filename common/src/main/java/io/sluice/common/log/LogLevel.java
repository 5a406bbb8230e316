package io.sluice.common.log;

import ch.qos.logback.classic.Level;

/** From which level on events are written. */
public enum LogLevel {
    TRACE(Level.TRACE),
    DEBUG(Level.DEBUG),
    INFO(Level.INFO),
    WARN(Level.WARN),
    ERROR(Level.ERROR),
    /** Nothing is above an error here, so this is as good as {@link #NONE}; Centrifugo's files may name it. */
    FATAL(Level.OFF),
    NONE(Level.OFF);

    private final Level level;

    LogLevel(Level level) {
        this.level = level;
    }

    Level level() {
        return level;
    }
}
