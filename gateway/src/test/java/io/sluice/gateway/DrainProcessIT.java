package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.testing.ChildProcess;
import io.sluice.gateway.testing.ProtocolClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gateway's process that is told to stop while it has clients. */
class DrainProcessIT {

    private static final Pattern READY = Pattern.compile("gateway ready on 127\\.0\\.0\\.1:(\\d+)");
    private static final int CLIENTS = 200;

    private final List<ProtocolClient> clients = new ArrayList<>();

    @AfterEach
    void closeAll() {
        clients.forEach(ProtocolClient::close);
    }

    @Test
    void allClientsAreToldOverThePeriodAndTheProcessEndsInOrder() {
        try (ChildProcess node = node("drain.delay=100ms", "drain.period=12s")) {
            List<CompletableFuture<Long>> ends = connect(node);
            node.terminate();

            List<Long> times =
                    ends.stream().map(CompletableFuture::join).sorted().toList();
            assertThat(node.awaitEnd()).isZero();
            clients.forEach(
                    client -> assertThat(client.awaitClose().closeCode()).isEqualTo(3001));
            long spread = times.get(CLIENTS - 1) - times.get(0);
            assertThat(spread).isGreaterThan(TimeUnit.SECONDS.toNanos(3));
            // A drain that told them by the hundred would be seen here, however slow the machine.
            assertThat(times.get(CLIENTS / 2) - times.get(0)).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
            assertThat(node.err()).isEmpty();
        }
    }

    @Test
    void aSecondSignalClosesTheRestAtOnce() {
        try (ChildProcess node = node("drain.delay=0s", "drain.period=1h")) {
            List<CompletableFuture<Long>> ends = connect(node);
            node.terminate();
            await().until(() -> ends.stream().anyMatch(CompletableFuture::isDone));
            assertThat(ends.stream().filter(end -> !end.isDone())).hasSizeGreaterThan(CLIENTS / 2);

            node.terminate();

            assertThat(node.awaitEnd()).isZero();
            clients.forEach(
                    client -> assertThat(client.awaitClose().closeCode()).isEqualTo(3001));
            assertThat(node.out()).anyMatch(line -> line.contains("gateway was told to stop again, and hurries"));
        }
    }

    @Test
    void aSecondSignalCutsTheDelayShort() {
        try (ChildProcess node = node("drain.delay=5m", "drain.period=1h")) {
            awaitReady(node);
            node.terminate();
            await().until(() -> node.out().stream().anyMatch(line -> line.contains("the node drains")));

            node.terminate();

            assertThat(node.awaitEnd()).isZero();
        }
    }

    private List<CompletableFuture<Long>> connect(ChildProcess node) {
        int port = awaitReady(node);
        List<CompletableFuture<Long>> ends = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            ProtocolClient client = ProtocolClient.connect(port);
            clients.add(client);
            ends.add(client.closing().thenApply(frame -> System.nanoTime()));
        }
        return ends;
    }

    private static ChildProcess node(String... settings) {
        List<String> arguments = new ArrayList<>(List.of("gateway", "--port", "0", "--management-port", "0"));
        for (String setting : List.of("http_server.address=127.0.0.1", "management.address=127.0.0.1")) {
            arguments.addAll(List.of("--set", setting));
        }
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        return ChildProcess.gateway(Map.of("SLUICE_CLIENT_INSECURE", "true"), arguments.toArray(String[]::new));
    }

    private static int awaitReady(ChildProcess node) {
        return await().atMost(Duration.ofSeconds(60)).until(() -> readyPort(node), port -> port > 0);
    }

    private static int readyPort(ChildProcess node) {
        for (String line : node.out()) {
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                return Integer.parseInt(ready.group(1));
            }
        }
        return 0;
    }
}
