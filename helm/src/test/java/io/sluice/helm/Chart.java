package io.sluice.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The chart, rendered by Helm itself for one release.
 *
 * @param release name of the release
 * @param kubeVersion version of Kubernetes that Helm is told
 * @param values values beside those of the chart
 */
record Chart(String release, String kubeVersion, ObjectNode values) {

    static final Path DIRECTORY = Path.of("sluice").toAbsolutePath();
    static final String NAMESPACE = "live";

    /** What templates look up. */
    static final SecretApi CLUSTER = SecretApi.start();

    static final List<String> KUBE_VERSIONS =
            List.of("1.30.0", "1.31.0", "1.32.0", "1.33.0", "1.34.0", "1.35.0", "1.36.0");

    /** The chart as it comes. */
    static Chart byDefault() {
        return new Chart("demo", "1.34.0", JsonNodeFactory.instance.objectNode());
    }

    /** The chart with the values of a file in {@code ci}. */
    static Chart of(Path valuesFile) {
        return byDefault().with(read(valuesFile));
    }

    /** The sets of values in {@code ci}. */
    static List<Path> valuesFiles() {
        try (Stream<Path> files = Files.list(DIRECTORY.resolve("ci"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with further values, which win. */
    Chart with(String yaml) {
        ObjectNode merged = values.deepCopy();
        JsonNode further = Yaml.parse(yaml);
        if (further instanceof ObjectNode object) {
            Yaml.merge(merged, object);
        }
        return new Chart(release, kubeVersion, merged);
    }

    Chart named(String name) {
        return new Chart(name, kubeVersion, values);
    }

    Chart on(String version) {
        return new Chart(release, version, values);
    }

    /** The objects that Helm would send to the cluster, those of {@code helm test} included. */
    Manifests render() {
        Manifests manifests = Manifests.parse(text());
        Manifests hooks = Manifests.parse(textWithHooks());
        return manifests.and(hooks.objects().stream()
                .filter(object -> object.at("/metadata/annotations").has(HookChart.MARK))
                .toList());
    }

    /** The same as text, without those of {@code helm test}, which Helm as a library leaves out. */
    String text() {
        return text(DIRECTORY);
    }

    /** The same as text, with those of {@code helm test}. */
    String textWithHooks() {
        return text(HookChart.DIRECTORY);
    }

    private String text(Path directory) {
        return withValuesFile(file -> new Helm(directory)
                .template()
                .withName(release)
                .withNamespace(NAMESPACE)
                .withKubeVersion(kubeVersion)
                .withValuesFile(file)
                .call());
    }

    /** What {@code helm install} prints at its end. */
    String notes() {
        String output = withValuesFile(file -> new Helm(DIRECTORY)
                .install()
                .withName(release)
                .withNamespace(NAMESPACE)
                .withKubeVersion(kubeVersion)
                .withValuesFile(file)
                .clientOnly()
                .dryRun()
                .call()
                .getOutput());
        return output.substring(output.indexOf("NOTES:") + "NOTES:".length()).strip();
    }

    private String withValuesFile(Function<Path, String> use) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(file, values.toString());
                return use.apply(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
