package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.management.ProcessMetrics;
import io.sluice.common.metrics.MetricTable;
import io.sluice.gateway.metrics.GatewayMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricsDocTest {

    private static final Path PAGE = Path.of("..", "docs", "metrics.md");

    @Test
    void thePageListsWhatTheGatewayMeasures() throws IOException {
        assertThat(Files.readString(PAGE))
                .as("bring its table up to date with: ./sluice config metrics")
                .contains("\n## Gateway\n")
                .contains("\n\n" + MetricTable.of(GatewayMetric.catalogue()));
    }

    @Test
    void thePageListsWhatBothProgramsTell() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains("\n## Both programs\n")
                .contains("\n\n" + MetricTable.of(ProcessMetrics.CATALOGUE));
    }
}
