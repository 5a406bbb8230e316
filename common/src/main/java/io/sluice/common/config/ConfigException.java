package io.sluice.common.config;

import java.io.Serial;

/**
 * A setting is unknown, missing or wrong, or the file with the settings cannot be read.
 *
 * <p>The message is one line for the operator: which setting, its value (never that of a secret), what was expected and
 * where the value came from.
 */
public final class ConfigException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(oneLine(message));
    }

    public ConfigException(String message, Throwable cause) {
        super(oneLine(message), cause);
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
