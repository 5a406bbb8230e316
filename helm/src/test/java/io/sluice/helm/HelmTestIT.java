package io.sluice.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pod of {@code helm test}, with its own arguments and variables, finds that a gateway with the chart's settings works. */
class HelmTestIT {

    private static final Path ONE_GATEWAY = Chart.DIRECTORY.resolve("ci/single-values.yaml");
    private static final Pattern READY = Pattern.compile("gateway ready on \\S*:(\\d+), management");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{gateway: {config: {websocket: {handler_prefix: /ws}, http_api: {handler_prefix: /back/api}}}}"
            })
    void itSubscribesPublishesAndReceives(String values) throws Exception {
        Manifests manifests = Chart.of(ONE_GATEWAY).with(values).render();
        String deployment = Manifests.name(manifests.ofKind("Deployment").get(0));
        Program gateway = Program.ofDeployment(directory, manifests, deployment, "gateway");
        Process process = gateway.start(
                "gateway", "--config", gateway.config().toString(), "--port", "0", "--management-port", "0");
        try {
            JsonNode pod = manifests.ofKind("Pod").get(0);
            Program check = Program.ofPod(directory, pod, "loadtest");
            int status = check.run(arguments(pod, deployment, port(gateway, process)));

            assertThat(status).as(check.printed()).isZero();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Those of the pod, with this machine in place of the service. */
    private static String[] arguments(JsonNode pod, String service, String port) {
        List<String> rendered = Manifests.elements(pod.at("/spec/containers/0/args"))
                .map(JsonNode::asText)
                .toList();
        String address = "//" + service + ":80/";
        assertThat(rendered.stream().filter(word -> word.contains(address)))
                .as("addresses in " + rendered)
                .hasSize(2);
        return rendered.stream()
                .map(word -> word.replace(address, "//127.0.0.1:" + port + "/"))
                .toArray(String[]::new);
    }

    private static String port(Program gateway, Process process) throws IOException {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> READY.matcher(gateway.printed()).find() || !process.isAlive());
        Matcher ready = READY.matcher(gateway.printed());
        assertThat(ready.find()).as(gateway.printed()).isTrue();
        return ready.group(1);
    }
}
