package io.sluice.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every pod of the chart, under every set of values: the Pod Security Standard "restricted", and more. */
class PodPolicyTest {

    static List<Path> files() {
        return Chart.valuesFiles();
    }

    @ParameterizedTest
    @MethodSource("files")
    void podsMeetTheRestrictedStandard(Path file) {
        Chart.of(file).render().pods().forEach(pod -> {
            JsonNode spec = pod.getValue();
            JsonNode security = spec.path("securityContext");
            assertThat(security.path("runAsNonRoot").asBoolean())
                    .as(pod.getKey())
                    .isTrue();
            assertThat(security.path("runAsUser").asInt()).as(pod.getKey()).isPositive();
            assertThat(security.at("/seccompProfile/type").asText())
                    .as(pod.getKey())
                    .isEqualTo("RuntimeDefault");
            assertThat(spec.has("hostNetwork") || spec.has("hostPID") || spec.has("hostIPC"))
                    .as(pod.getKey())
                    .isFalse();
            containers(spec).forEach(container -> {
                JsonNode own = container.path("securityContext");
                assertThat(own.path("allowPrivilegeEscalation").asBoolean(true))
                        .as(pod.getKey())
                        .isFalse();
                assertThat(own.path("readOnlyRootFilesystem").asBoolean())
                        .as(pod.getKey())
                        .isTrue();
                assertThat(own.at("/capabilities/drop/0").asText())
                        .as(pod.getKey())
                        .isEqualTo("ALL");
            });
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void podsGetNeitherTokensNorServiceLinksThatTheyDoNotNeed(Path file) {
        Chart chart = Chart.of(file);
        boolean asksTheApi =
                Yaml.at(chart.values(), "router.discovery").asText().equals("kubernetes");
        chart.render().pods().forEach(pod -> {
            boolean needsToken = asksTheApi && pod.getKey().endsWith("-router");
            assertThat(pod.getValue().path("automountServiceAccountToken").asBoolean(true))
                    .as(pod.getKey())
                    .isEqualTo(needsToken);
            assertThat(pod.getValue().path("enableServiceLinks").asBoolean(true))
                    .as(pod.getKey())
                    .isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void probesAskPortsThatTheContainerHas(Path file) {
        Chart.of(file).render().pods().forEach(pod -> containers(pod.getValue()).forEach(container -> {
            Set<String> ports = Manifests.elements(container.path("ports"))
                    .map(port -> port.path("name").asText())
                    .collect(Collectors.toSet());
            Stream.of("startupProbe", "livenessProbe", "readinessProbe")
                    .map(container::path)
                    .filter(probe -> probe.has("httpGet"))
                    .forEach(probe -> assertThat(ports)
                            .as(pod.getKey())
                            .contains(probe.at("/httpGet/port").asText()));
        }));
    }

    @ParameterizedTest
    @MethodSource("files")
    void imagesHaveTagOrDigest(Path file) {
        Chart.of(file).render().pods().forEach(pod -> containers(pod.getValue())
                .forEach(container -> assertThat(container.path("image").asText())
                        .as(pod.getKey())
                        .matches("[^:@]+(:[^:@/]+|@sha256:[0-9a-f]{64})")));
    }

    @ParameterizedTest
    @MethodSource("files")
    void memoryIsLimited(Path file) {
        Chart.of(file).render().pods().forEach(pod -> containers(pod.getValue())
                .filter(container -> !Set.of("wait", "beside")
                        .contains(container.path("name").asText()))
                .forEach(container -> assertThat(
                                container.at("/resources/limits/memory").asText())
                        .as(pod.getKey())
                        .isNotEmpty()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void mountedVolumesExistAndTmpIsWritable(Path file) {
        Chart.of(file).render().pods().forEach(pod -> {
            Set<String> volumes = Manifests.elements(pod.getValue().path("volumes"))
                    .map(volume -> volume.path("name").asText())
                    .collect(Collectors.toSet());
            boolean claims = pod.getKey().startsWith("StatefulSet");
            containers(pod.getValue()).forEach(container -> Manifests.elements(container.path("volumeMounts"))
                    .filter(mount -> !(claims && mount.path("name").asText().equals("data")))
                    .forEach(mount -> assertThat(volumes)
                            .as(pod.getKey())
                            .contains(mount.path("name").asText())));
            if (!claims) {
                assertThat(volumes).as(pod.getKey()).contains("tmp");
            }
        });
    }

    private static Stream<JsonNode> containers(JsonNode pod) {
        return Stream.concat(
                Manifests.elements(pod.path("containers")), Manifests.elements(pod.path("initContainers")));
    }
}
