package io.sluice.common.config;

/** A component of a settings record, under its name in {@code snake_case}. */
sealed interface Member {

    String name();

    String doc();

    /**
     * A setting that holds a value or a list of values.
     *
     * @param defaultText see {@link Setting#value}
     */
    record Value(String name, ValueType type, String defaultText, boolean secret, String doc) implements Member {}

    /** A settings record inside the settings record. */
    record Nested(String name, Section section, String doc) implements Member {}

    /** A list of settings records, which is empty unless it is set. */
    record Repeated(String name, Section element, String doc) implements Member {}
}
