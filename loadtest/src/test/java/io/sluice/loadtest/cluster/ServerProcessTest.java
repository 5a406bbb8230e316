package io.sluice.loadtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** With shell scripts in the place of the servers. */
@DisabledOnOs(OS.WINDOWS)
class ServerProcessTest {
    private static final String LIVE = "while :; do sleep 0.05; done";
    private final ChildGuard guard = ChildGuard.start();

    ServerProcessTest() throws IOException {}

    @AfterEach
    void endChildren() {
        guard.close();
    }

    private ServerProcess launch(String script) {
        return ServerProcess.launch("server", List.of("sh", "-c", script, "server"), guard);
    }

    private ServerProcess start(String script) throws InterruptedException {
        ServerProcess process = launch(script);
        process.awaitReady();
        return process;
    }

    private static String ready(int port, int management) {
        return "echo '12:00 INFO gateway ready on 127.0.0.1:" + port + ", management on 127.0.0.1:" + management
                + "'; ";
    }

    @Test
    void thePortsAreTakenFromTheReadyLine() throws Exception {
        ServerProcess process = start(ready(4711, 4712) + LIVE);

        assertThat(process.webSocketUri()).isEqualTo(URI.create("ws://127.0.0.1:4711/connection/websocket"));
        assertThat(process.apiUrl()).isEqualTo(URI.create("http://127.0.0.1:4711"));
        assertThat(process.managementUrl()).isEqualTo(URI.create("http://127.0.0.1:4712"));
        assertThat(process.alive()).isTrue();
    }

    @Test
    void aReplacementHasTheSamePortsAndWhatItIsGivenBesides() throws Exception {
        ServerProcess process = start("trap 'exit 3' TERM; echo \"asked for $*\"; " + ready(4711, 4712) + LIVE);

        assertThat(process.replace(List.of("--set", "a=2"))).isEqualTo(3);

        assertThat(process.log().lines()).contains("asked for --set a=2 --port 4711 --management-port 4712");
        assertThat(process.alive()).isTrue();
    }

    @Test
    void theFirstStartAsksForAnyPortAndARestartForTheSame() throws Exception {
        ServerProcess process = start("echo \"asked for $*\"; " + ready(4711, 4712) + LIVE);
        assertThat(process.log().lines()).contains("asked for --port 0 --management-port 0");
        long first = process.pid();

        process.restart();

        assertThat(process.log().lines()).contains("asked for --port 4711 --management-port 4712");
        assertThat(process.pid()).isNotEqualTo(first);
    }

    @Test
    void aProcessThatEndsBeforeItIsReadyTellsWhatItWrote() {
        assertThatExceptionOfType(ServerStartException.class)
                .isThrownBy(() -> start("echo to-stdout; echo 'port is taken' >&2; exit 3"))
                .withMessageStartingWith("server ended with status 3 before it was ready; it wrote:")
                .withMessageContaining("to-stdout")
                .withMessageContaining("port is taken");
    }

    @Test
    void aProgramThatDoesNotExistTellsSo() {
        assertThatExceptionOfType(ServerStartException.class)
                .isThrownBy(() -> ServerProcess.launch("server", List.of("/no/such/program"), guard))
                .withMessageStartingWith("server cannot be started: ");
    }

    @Test
    void stopAsksPolitelyAndGivesTheExitStatus() throws Exception {
        ServerProcess process = start("trap 'echo stopping; exit 5' TERM; " + ready(1, 2) + LIVE);

        assertThat(process.stop()).isEqualTo(5);

        assertThat(process.log().await(Pattern.compile("stopping"), Duration.ofSeconds(5)))
                .isPresent();
        assertThat(process.alive()).isFalse();
    }

    @Test
    void killDoesNotAsk() throws Exception {
        ServerProcess process = start("trap '' TERM; " + ready(1, 2) + LIVE);

        process.kill();

        assertThat(process.alive()).isFalse();
    }

    @Test
    void aStoppedProcessMayBeStoppedAndKilledAgain() throws Exception {
        ServerProcess process = start(ready(1, 2) + "exit 0");

        await().until(() -> !process.alive());

        assertThat(process.stop()).isZero();
        process.kill();
    }

    @Test
    void aFrozenProcessLivesOnWhenItIsThawed() throws Exception {
        ServerProcess process = start(ready(1, 2) + "while :; do echo tick; sleep 0.05; done");

        process.signal("STOP");
        assertThat(process.alive()).isTrue();
        process.signal("CONT");

        assertThat(process.log().await(Pattern.compile("tick"), Duration.ofSeconds(5)))
                .isPresent();
    }

    @Test
    void memoryAndCpuCanBeRead() throws Exception {
        ServerProcess process = start(ready(1, 2) + LIVE);

        assertThat(process.reading()).hasValueSatisfying(reading -> assertThat(reading.residentBytes())
                .isPositive());
    }

    @Test
    void settingsInOurEnvironmentAreNotPassedOn() throws Exception {
        // The build sets no such variable, so this shows only that nothing of that name arrives.
        ServerProcess process = start("env | grep ^SLUICE_ ; " + ready(1, 2) + LIVE);

        assertThat(process.log().toString()).doesNotContain("SLUICE_");
    }

    @Test
    void whatIsWatchedEndsWithTheGuard() throws Exception {
        ServerProcess process = start("trap '' TERM; " + ready(1, 2) + LIVE);

        guard.close();

        await().until(() -> !process.alive());
    }

    @Test
    void whatIsForgottenOutlivesTheGuard() throws Exception {
        ServerProcess process = start(ready(1, 2) + LIVE);
        guard.forget(process.pid());

        guard.close();

        assertThat(process.log().await(Pattern.compile("never"), Duration.ofMillis(300)))
                .isEmpty();
        assertThat(process.alive()).isTrue();
        process.abandon();
    }
}
