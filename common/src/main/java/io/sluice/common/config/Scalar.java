package io.sluice.common.config;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The type of a single value: text, a number, true or false, a duration, or an enum.
 *
 * @param type the boxed Java type
 */
record Scalar(Class<?> type) {

    /** Above the converters that SmallRye brings along (1), whose boolean takes any misspelled word for false. */
    private static final int CONVERTER_PRIORITY = 100;

    private static final Map<Class<?>, Class<?>> BOXED = Map.of(
            int.class, Integer.class, long.class, Long.class, double.class, Double.class, boolean.class, Boolean.class);

    private static final Map<Class<?>, String> NAMES = Map.of(
            String.class, "text",
            Integer.class, "whole number",
            Long.class, "whole number",
            Double.class, "number",
            Boolean.class, "`true` or `false`",
            Duration.class, "duration");

    private static final Map<Class<?>, String> EXPECTATIONS = Map.of(
            String.class, "a text",
            Integer.class, "a whole number of at most " + Integer.MAX_VALUE,
            Long.class, "a whole number",
            Double.class, "a number",
            Boolean.class, "true or false",
            Duration.class, "a duration such as 25s, 1m30s or 500ms");

    /** Throws {@link IllegalArgumentException} if values of this Java type cannot be settings. */
    static Scalar of(Class<?> javaType) {
        Class<?> type = BOXED.getOrDefault(javaType, javaType);
        if (!type.isEnum() && !NAMES.containsKey(type)) {
            throw new IllegalArgumentException("a setting cannot be of type " + javaType.getName());
        }
        return new Scalar(type);
    }

    /** Adds the converters that settings use in place of SmallRye's. */
    static SmallRyeConfigBuilder withConverters(SmallRyeConfigBuilder builder) {
        return builder.withConverter(Duration.class, CONVERTER_PRIORITY, Durations::parse)
                .withConverter(Boolean.class, CONVERTER_PRIORITY, Scalar::parseBoolean);
    }

    /** The value of a text; throws {@link IllegalArgumentException} if the text is not of this type. */
    Object parse(SmallRyeConfig config, String text) {
        if (type.equals(String.class)) {
            return text;
        }
        Object value = config.convert(text.strip(), type);
        if (value == null || (value instanceof Double number && !Double.isFinite(number))) {
            throw new IllegalArgumentException("not a value: " + text);
        }
        return value;
    }

    /** The value as YAML has it: a number or a boolean as it is, everything else as text that {@link #parse} reads. */
    Object print(Object value) {
        if (value instanceof Duration duration) {
            return Durations.format(duration);
        }
        return value instanceof Enum<?> constant ? name(constant) : value;
    }

    /** What a value should be, for messages: "expected …". */
    String expectation() {
        return type.isEnum() ? "one of " + constants(", ", "") : EXPECTATIONS.getOrDefault(type, type.getSimpleName());
    }

    /** What the documentation calls this type. */
    String title() {
        return type.isEnum() ? constants(" or ", "`") : NAMES.getOrDefault(type, type.getSimpleName());
    }

    private String constants(String separator, String quote) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> quote + name((Enum<?>) constant) + quote)
                .collect(Collectors.joining(separator));
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Boolean parseBoolean(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }
}
