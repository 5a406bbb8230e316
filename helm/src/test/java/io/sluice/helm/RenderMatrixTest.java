package io.sluice.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every set of values, for every version of Kubernetes: what is rendered is what an API server takes. */
class RenderMatrixTest {

    static Stream<Arguments> matrix() {
        return Chart.valuesFiles().stream().flatMap(file -> Chart.KUBE_VERSIONS.stream()
                .map(version -> Arguments.of(file.getFileName(), version)));
    }

    static List<Path> files() {
        return Chart.valuesFiles();
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void everyObjectIsOneThatKubernetesKnowsAndHasItsOwnName(Path file, String kubeVersion) {
        Manifests manifests = Chart.of(Chart.DIRECTORY.resolve("ci").resolve(file))
                .on(kubeVersion)
                .render();
        assertThat(manifests.objects()).hasSizeGreaterThan(3);
        manifests.objects().forEach(StrictModels::check);
        List<String> names = manifests.objects().stream()
                .map(o -> Manifests.kind(o) + " " + Manifests.name(o))
                .toList();
        assertThat(names).doesNotHaveDuplicates();
    }

    /** For those who want to run or query what the chart makes, without Helm: {@code target/rendered/NAME.yaml}. */
    @ParameterizedTest
    @MethodSource("files")
    void everySetOfValuesIsLeftRendered(Path file) throws IOException {
        Path directory = Files.createDirectories(Path.of("target/rendered"));
        Path rendered = Files.writeString(
                directory.resolve(file.getFileName()), Chart.of(file).text());
        assertThat(Manifests.parse(Chart.read(rendered)).ofKind("Deployment")).isNotEmpty();
    }

    @Test
    void everyKindOfTheChartIsInTheMatrix() {
        List<String> kinds = Chart.valuesFiles().stream()
                .flatMap(file -> Chart.of(file).render().objects().stream())
                .map(Manifests::kind)
                .distinct()
                .toList();
        assertThat(kinds)
                .containsExactlyInAnyOrder(
                        "ConfigMap",
                        "Deployment",
                        "HTTPRoute",
                        "HorizontalPodAutoscaler",
                        "Ingress",
                        "NetworkPolicy",
                        "Pod",
                        "PodDisruptionBudget",
                        "PodMonitor",
                        "PrometheusRule",
                        "Role",
                        "RoleBinding",
                        "ScaledObject",
                        "Secret",
                        "Service",
                        "ServiceAccount",
                        "ServiceMonitor",
                        "StatefulSet");
    }

    @Test
    void olderKubernetesIsRefused() {
        Chart old = Chart.byDefault().on("1.29.9");
        assertThatThrownBy(old::text).hasMessageContaining(">=1.30.0-0");
    }

    @Test
    void lintFindsNothing() {
        LintResult result = new Helm(Chart.DIRECTORY).lint().strict().call();
        assertThat(result.isFailed())
                .as(String.join("\n", result.getMessages()))
                .isFalse();
    }
}
