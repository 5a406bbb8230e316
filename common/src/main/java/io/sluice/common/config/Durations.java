package io.sluice.common.config;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: one or more numbers with units, such as {@code 25s}, {@code 1m30s}, {@code 500ms},
 * {@code 1.5h} or {@code 720h}. Units are {@code h}, {@code m}, {@code s}, {@code ms}, {@code us} and {@code ns}; zero
 * needs none.
 */
public final class Durations {

    /** In the order of printing. */
    private static final Map<String, Duration> UNITS = new LinkedHashMap<>();

    static {
        UNITS.put("h", Duration.ofHours(1));
        UNITS.put("m", Duration.ofMinutes(1));
        UNITS.put("s", Duration.ofSeconds(1));
        UNITS.put("ms", Duration.ofMillis(1));
        UNITS.put("us", Duration.ofNanos(1_000));
        UNITS.put("ns", Duration.ofNanos(1));
    }

    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|ms|m|s|us|ns)");
    private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")+");

    private Durations() {}

    /**
     * Reads a duration; parts of a nanosecond are dropped.
     *
     * @throws IllegalArgumentException if the text is not a duration, or one beyond 292 years, which no nanosecond clock
     *     can measure
     */
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (!WHOLE.matcher(text).matches()) {
            throw notADuration(text);
        }
        BigDecimal nanos = BigDecimal.ZERO;
        for (Matcher part = PART.matcher(text); part.find(); ) {
            BigDecimal unit =
                    BigDecimal.valueOf(requireNonNull(UNITS.get(part.group(2))).toNanos());
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit));
        }
        try {
            return Duration.ofNanos(nanos.setScale(0, RoundingMode.DOWN).longValueExact());
        } catch (ArithmeticException e) {
            throw notADuration(text);
        }
    }

    /** Writes a duration of 0 to 292 years so that {@link #parse} reads it back, for example {@code 1m30s}. */
    public static String format(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a duration to print must not be negative, but was " + duration);
        }
        StringBuilder text = new StringBuilder();
        long rest = duration.toNanos();
        for (Map.Entry<String, Duration> unit : UNITS.entrySet()) {
            long unitNanos = unit.getValue().toNanos();
            if (rest >= unitNanos) {
                text.append(rest / unitNanos).append(unit.getKey());
                rest %= unitNanos;
            }
        }
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static IllegalArgumentException notADuration(String text) {
        return new IllegalArgumentException("expected a duration such as 25s or 1m30s, but was \"" + text + "\"");
    }
}
