package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.metrics.MetricTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricsDocTest {

    private static final Path PAGE = Path.of("..", "docs", "metrics.md");

    @Test
    void thePageListsWhatTheRouterMeasures() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains("\n## Router\n")
                .contains("\n\n" + MetricTable.of(RouterCatalogue.own()));
    }
}
