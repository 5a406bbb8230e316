package io.sluice.loadtest.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({"0,'0'", "0.30000000000000004,0.3", "1250000,'1,250,000'", "0.00005,0.00005", "-20,-20"})
    void roundNumbersLoseWhatBinaryFractionsAdd(double value, String shown) {
        assertThat(Numbers.round(value)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "0,'0'",
        "0.123456,0.123",
        "0.00123456,0.00123",
        "9.996,10",
        "123.456,123",
        "4567.8,'4,568'",
        "-1.2345,-1.23"
    })
    void measuredNumbersHaveThreeDigitsOrAllBeforeThePoint(double value, String shown) {
        assertThat(Numbers.measured(value)).isEqualTo(shown);
    }
}
