package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.redis.TestRedis;
import io.sluice.router.proxy.FakeBackend;
import io.sluice.router.proxy.TestProxy;
import io.sluice.router.proxy.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The router as a process of its own, as its supervisor sees it. */
class RouterProcessIT {

    private static final Pattern READY =
            Pattern.compile("router ready on 127\\.0\\.0\\.1:(\\d+), management on 0\\.0\\.0\\.0:(\\d+)");

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void killWhatIsLeft() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void itSaysWhenItIsReadyAndEndsWithStatusZeroOnSigterm() throws Exception {
        Process router = start("--backends", "127.0.0.1:1");
        Matcher ready = awaitReady(router);
        assertThat(Integer.parseInt(ready.group(1))).isPositive();
        try (Wire client = Wire.connect(Integer.parseInt(ready.group(1)))) {
            // An answer shows that the connection is the router's own, and not one that waits to be accepted.
            client.send("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 50");
            router.destroy();
            assertThat(router.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(router.exitValue()).isZero();
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void aSecondSignalEndsTheSpreadOfTheFirst() throws Exception {
        try (FakeBackend backend = FakeBackend.switching(Wire::readAll)) {
            Process router = start("--backends", backend.address().toString(), "--set", "shutdown_spread=1h");
            Matcher ready = awaitReady(router);
            try (Wire first = upgraded(ready);
                    Wire second = upgraded(ready)) {
                ProcessHandle handle = router.toHandle();
                handle.destroy();
                CompletableFuture.anyOf(ended(first), ended(second)).get(30, TimeUnit.SECONDS);
                assertThat(router.isAlive()).isTrue();
                handle.destroy();
                CompletableFuture.allOf(ended(first), ended(second)).get(30, TimeUnit.SECONDS);
                assertThat(router.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(router.exitValue()).isZero();
            }
        }
    }

    @Test
    void itStartsWithARegistry() throws Exception {
        Process router = start("--redis", TestRedis.shared().uri());
        awaitReady(router);
        router.destroy();
        assertThat(router.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(router.exitValue()).isZero();
    }

    @Test
    void itStartsWhileTheRegistryIsDown() throws Exception {
        awaitReady(start("--redis", "redis://127.0.0.1:1"));
    }

    @Test
    void aWrongSettingIsOneLineOnStandardError() throws Exception {
        Process router = start("--set", "nonsense=1");
        String errors = new String(router.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(router.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(router.exitValue()).isEqualTo(2);
        assertThat(errors.strip().lines()).hasSize(1);
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlogback.configurationFile=logback.xml", // that of the program, not that of its tests
                "io.sluice.router.RouterMain",
                "router",
                "--port",
                "0",
                "--management-port",
                "0",
                "--set",
                "http_server.address=127.0.0.1",
                "--set",
                "shutdown_spread=100ms"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        processes.add(process);
        return process;
    }

    private static Matcher awaitReady(Process router) throws Exception {
        BufferedReader output = router.inputReader(StandardCharsets.UTF_8);
        return CompletableFuture.supplyAsync(() -> output.lines()
                        .map(READY::matcher)
                        .filter(Matcher::find)
                        .findFirst()
                        .orElseThrow())
                .get(60, TimeUnit.SECONDS);
    }

    private static Wire upgraded(Matcher ready) throws IOException {
        Wire client = Wire.connect(Integer.parseInt(ready.group(1)));
        client.send(TestProxy.HANDSHAKE);
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        return client;
    }

    private static CompletableFuture<Boolean> ended(Wire client) {
        return CompletableFuture.supplyAsync(client::isEnded);
    }
}
