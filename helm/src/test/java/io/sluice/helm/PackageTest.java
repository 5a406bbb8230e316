package io.sluice.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Packs the chart into {@code target/sluice-VERSION.tgz}, with the dashboards and rules that links lead to. */
class PackageTest {

    @Test
    void linksOfACloneLeadToDashboardsAndRules() {
        Chart chart = Chart.of(Chart.DIRECTORY.resolve("ci/production.yaml"));
        assertThat(chart.text(Chart.DIRECTORY)).isEqualTo(chart.text());
    }

    @Test
    void packedChartRendersAsTheDirectoryDoes() throws IOException {
        Path target = Files.createDirectories(Path.of("target"));
        new Helm(Chart.DIRECTORY).packageIt().withDestination(target).call();
        Path archive = target.resolve("sluice-0.1.0.tgz");
        assertThat(archive).isRegularFile();
        for (String name : new String[] {"production", "keda", "extras"}) {
            Path values = Chart.DIRECTORY.resolve("ci/" + name + ".yaml");
            String packed = Helm.template(archive.toAbsolutePath().toString())
                    .withName("demo")
                    .withNamespace(Chart.NAMESPACE)
                    .withKubeVersion(Chart.byDefault().kubeVersion())
                    .withValuesFile(values)
                    .call();
            assertThat(Manifests.parse(packed).objects())
                    .isEqualTo(Manifests.parse(Chart.of(values).text()).objects());
        }
    }
}
