package io.sluice.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricTableTest {

    @Test
    void eachMetricIsALine() {
        assertThat(MetricTable.of(List.of(
                        new MetricSpec("a_total", MetricType.COUNTER, List.of("x", "y"), "", "What | is"),
                        new MetricSpec("b_bytes", MetricType.GAUGE, List.of(), "bytes", "That"))))
                .endsWith(
                        "|\n| `a_total` | counter | `x`, `y` |  | What \\| is |\n| `b_bytes` | gauge |  | bytes | That |\n");
    }

    @Test
    void onlyCountersEndInTotal() {
        assertThatThrownBy(() -> new MetricSpec("a", MetricType.COUNTER, List.of(), "", ""))
                .hasMessageContaining("a");
        assertThatThrownBy(() -> new MetricSpec("a_total", MetricType.GAUGE, List.of(), "", ""))
                .hasMessageContaining("a_total");
    }
}
