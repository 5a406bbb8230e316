package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.loadtest.client.Json;
import io.sluice.loadtest.client.RecordingListener;
import java.io.File;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoIT {

    private static final Pattern PAGE = Pattern.compile("Page +(http://\\S+)");
    private static final Pattern NODE = Pattern.compile("Node .* process (\\d+)");
    private static final File NO_INPUT = new File("/dev/null");

    /** The machine may be busy with other things; how fast it is, is not what is tested. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void theDemoShowsPricesThatCrossedNodesAndEndsWithAllItsProcesses() throws Exception {
        try (CommandLine demo = CommandLine.start(NO_INPUT, "demo", "--port", "0", "--symbols", "20", "--rate", "100");
                Clients clients = new Clients()) {
            await().atMost(PATIENCE).until(() -> matches(demo, PAGE).size() == 1);
            String page = matches(demo, PAGE).get(0);
            assertThat(get(page)).contains("simulated");
            JsonNode description = Json.read(get(page + "demo.json"));
            assertThat(description.path("nodes")).hasSize(2);

            String channel = description.path("prefix").asText()
                    + description.path("symbols").get(0).path("code").asText();
            List<RecordingListener> onEachNode = List.of(new RecordingListener(), new RecordingListener());
            for (int node = 0; node < 2; node++) {
                int port = description.path("nodes").get(node).path("port").asInt();
                URI address = URI.create("ws://127.0.0.1:" + port + "/connection/websocket");
                Clients.get(clients.connect(address, onEachNode.get(node)).subscribe(channel));
            }
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(onEachNode).allSatisfy(listener -> assertThat(listener.data(channel))
                        .hasSizeGreaterThan(3));
                // One may be behind the other for a while.
                assertThat(onEachNode.get(0).data(channel))
                        .containsAnyElementsOf(onEachNode.get(1).data(channel));
            });

            List<Long> processes =
                    matches(demo, NODE).stream().map(Long::valueOf).toList();
            assertThat(processes).hasSize(2).allMatch(DemoIT::isAlive);
            demo.interrupt();
            assertThat(demo.status()).isZero();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(processes).noneMatch(DemoIT::isAlive));
        }
    }

    @Test
    void aPortInUseIsOneLineThatNamesTheOption() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                CommandLine demo = CommandLine.start(NO_INPUT, "demo", "--port", "" + taken.getLocalPort())) {
            assertThat(demo.status()).isNotZero();
            assertThat(demo.output()).anyMatch(line -> line.contains("--port"));
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private static List<String> matches(CommandLine demo, Pattern pattern) {
        return demo.output().stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .toList();
    }

    private static String get(String url) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }
}
