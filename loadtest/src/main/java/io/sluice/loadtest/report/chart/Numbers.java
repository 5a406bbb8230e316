package io.sluice.loadtest.report.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Numbers as people read them: with as few digits as they need, thousands apart, a point before the fraction. */
public final class Numbers {
    /** Round values are round to so many digits; what is behind these comes from binary fractions. */
    private static final MathContext ROUND = new MathContext(6);
    /** What measured values are worth. */
    private static final int SIGNIFICANT_DIGITS = 3;

    private Numbers() {}

    /** A round value, e.g. of an axis: {@code 0.25}, {@code 1,250,000}. */
    static String round(double value) {
        return text(BigDecimal.valueOf(value).round(ROUND));
    }

    /** A measured value: three significant digits, but never less than the whole number: {@code 0.123}, {@code 4,567}. */
    public static String measured(double value) {
        BigDecimal exact = BigDecimal.valueOf(value);
        int wholeDigits = exact.precision() - exact.scale();
        int digits = Math.max(SIGNIFICANT_DIGITS, wholeDigits);
        return text(exact.round(new MathContext(digits)));
    }

    private static String text(BigDecimal value) {
        return new DecimalFormat("#,##0.########", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }
}
