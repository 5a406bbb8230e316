package io.sluice.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0          | bytes | 0 bytes",
                "6144       | bytes | 6,144 bytes",
                "10240      | bytes | 10.0 KiB",
                "1234567    | bytes | 1.2 MiB",
                "3221225472 | bytes | 3.00 GiB",
                "-20480     | bytes | -20.0 KiB",
                "0.4123     | ms    | 412 µs",
                "1.5        | ms    | 1.5 ms",
                "123.456    | ms    | 123 ms",
                "61000      | ms    | 61 s",
                "0.4567     | µs    | 0.457 µs",
                "1999.9     | µs    | 2 ms",
                "0.25       | s     | 250 ms",
                "2.5        | s     | 2.5 s",
                "1.0749     | ratio | 1.07 ×",
                "200000     | count | 200,000",
                "99999.6    | msg/s | 100,000 msg/s",
                "12.345     | %     | 12.3 %",
                "12345.6    | req/s | 12,346 req/s",
                "NaN        | ratio | –",
            })
    void aValueGetsTheUnitThatFitsItsSize(double value, String unit, String shown) {
        assertThat(Quantity.of(value, unit)).hasToString(shown);
    }
}
