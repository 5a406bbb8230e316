package io.sluice.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The default rendering, so that a change of it is seen in a review. {@code -Dhelm.write=true} writes it anew. */
class GoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/default.yaml");

    @Test
    void defaultRenderingIsTheCommittedOne() throws IOException {
        String text = Chart.byDefault().text().replaceAll("(?m)^[ \t]+$\n", "").strip() + "\n";
        if (Boolean.getBoolean("helm.write")) {
            Files.writeString(GOLDEN, text);
        }
        assertThat(text).isEqualTo(Chart.read(GOLDEN));
    }
}
