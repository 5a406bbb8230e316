package io.sluice.helm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A container of a rendered pod, played by its program on this machine: the same file, variables and JVM options. */
final class Program {

    private static final String SECRET = "a-secret-of-forty-characters-for-the-test";

    private final Path directory;
    private final String module;
    private final Path config;
    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> jvmOptions;

    private Program(Path directory, String module, Path config, JsonNode container) {
        this.directory = directory;
        this.module = module;
        this.config = config;
        Manifests.elements(container.path("env"))
                .forEach(variable -> environment.put(variable.path("name").asText(), value(variable)));
        this.jvmOptions = Arrays.asList(environment.remove("JAVA_OPTS").split(" "));
    }

    /** A Deployment's, with its settings. */
    static Program ofDeployment(Path directory, Manifests manifests, String deployment, String module)
            throws IOException {
        JsonNode pod = manifests.get("Deployment", deployment).at("/spec/template/spec");
        String map = Manifests.elements(pod.path("volumes"))
                .filter(volume -> volume.path("name").asText().equals("config"))
                .map(volume -> volume.at("/configMap/name").asText())
                .findFirst()
                .orElseThrow();
        Path config = Files.writeString(
                directory.resolve(deployment + ".yaml"),
                manifests.get("ConfigMap", map).path("data").path("config.yaml").asText());
        return new Program(directory, module, config, pod.at("/containers/0"));
    }

    /** That of a pod without settings of its own. */
    static Program ofPod(Path directory, JsonNode pod, String module) {
        return new Program(directory, module, directory, pod.at("/spec/containers/0"));
    }

    private static String value(JsonNode variable) {
        String field = variable.at("/valueFrom/fieldRef/fieldPath").asText();
        if (field.isEmpty()) {
            return variable.has("value") ? variable.path("value").asText() : SECRET;
        }
        return switch (field) {
            case "status.podIP" -> "127.0.0.7";
            case "metadata.name" -> "pod-7";
            case "metadata.labels['topology.kubernetes.io/zone']" -> "zone-a";
            default -> throw new AssertionError(field);
        };
    }

    Path config() {
        return config;
    }

    /** Starts it; what it prints goes to {@link #output}. */
    Process start(String... arguments) throws IOException {
        Path jar = Path.of("..", module, "target", "sluice-" + module + ".jar").toAbsolutePath();
        if (!Files.exists(jar)) {
            throw new AssertionError("there is no " + jar + ": build it by mvn -Dquick package");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_") || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Runs it to its end and returns its status. */
    int run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        try {
            if (!process.waitFor(Duration.ofMinutes(3).toSeconds(), java.util.concurrent.TimeUnit.SECONDS)) {
                throw new AssertionError("it has not ended: " + printed());
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private Path output() {
        return directory.resolve(module + ".out");
    }

    /** What it has printed so far. */
    String printed() throws IOException {
        return Files.readString(output(), UTF_8);
    }
}
