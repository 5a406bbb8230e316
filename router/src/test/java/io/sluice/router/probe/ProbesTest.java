package io.sluice.router.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.router.backend.BackendAddress;
import io.sluice.router.health.CheckResult;
import io.sluice.router.health.HealthCheckSettings;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The probes against servers that behave, and that do not. */
class ProbesTest {

    /** For servers that answer, however long that takes them on a busy machine. */
    private static final Duration LONG = Duration.ofSeconds(20);

    /** For those that do not. */
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Vertx vertx = Vertx.vertx();
    private final Probe connect = new ConnectProbe(vertx, LONG);

    /** Held, because Vert.x closes the client of a probe that nobody refers to. */
    private final List<Probe> probes = new ArrayList<>();

    @AfterEach
    void close() throws TimeoutException {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "200, ok, PASSED",
        "204, '', PASSED",
        "503, '{\"status\":\"unavailable\",\"reasons\":{\"drain\":\"the node is shutting down\"}}', DRAINING",
        "503, '{\"status\":\"unavailable\",\"reasons\":{\"redis\":\"down\"}}', FAILED",
        "200, draining, PASSED",
        "500, drain, FAILED",
        "404, '', FAILED",
        "301, '', FAILED"
    })
    void theStatusAndTheBodySayHowItIs(int status, String body, CheckResult expected) throws Exception {
        BackendAddress address = server(socket ->
                answer(socket, "HTTP/1.1 " + status + " S\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
        assertThat(http(address)).isEqualTo(expected);
    }

    @Test
    void aBodyWithoutAnEndCostsNoMoreThanItsBeginning() throws Exception {
        CountDownLatch cutOff = new CountDownLatch(1);
        BackendAddress address = server(socket -> {
            socket.closeHandler(closed -> cutOff.countDown());
            answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n" + "x".repeat(100_000));
        });
        assertThat(http(address)).isEqualTo(CheckResult.PASSED);
        assertThat(cutOff.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aServerThatNeverAnswersFailsAndIsLetGo() throws Exception {
        CountDownLatch cutOff = new CountDownLatch(1);
        BackendAddress address = server(socket -> socket.closeHandler(closed -> cutOff.countDown()));
        assertThatThrownBy(() -> http(address, SHORT)).isInstanceOf(Exception.class);
        assertThat(cutOff.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aServerThatStopsInTheMiddleOfItsBodyFails() throws Exception {
        BackendAddress address = server(socket -> answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"));
        assertThatThrownBy(() -> http(address, SHORT)).isInstanceOf(Exception.class);
    }

    @Test
    void aServerThatSpeaksSomethingElseFails() throws Exception {
        BackendAddress address = server(socket -> answer(socket, "+PONG\r\n\r\n"));
        assertThatThrownBy(() -> http(address)).isInstanceOf(Exception.class);
    }

    @Test
    void aServerThatHangsUpFails() throws Exception {
        BackendAddress address = server(NetSocket::close);
        assertThatThrownBy(() -> http(address)).isInstanceOf(Exception.class);
    }

    @Test
    void anOpenPortIsEnoughToConnect() throws Exception {
        BackendAddress address = server(socket -> {});
        assertThat(connect.check(address).await(30, TimeUnit.SECONDS)).isEqualTo(CheckResult.PASSED);
    }

    @Test
    void aClosedPortFails() throws IOException {
        BackendAddress address;
        try (ServerSocket taken = new ServerSocket(0)) {
            address = new BackendAddress("127.0.0.1", taken.getLocalPort());
        }
        assertThatThrownBy(() -> connect.check(address).await(30, TimeUnit.SECONDS))
                .isInstanceOf(Exception.class);
    }

    private CheckResult http(BackendAddress address) throws TimeoutException {
        return http(address, LONG);
    }

    private CheckResult http(BackendAddress address, Duration timeout) throws TimeoutException {
        HealthCheckSettings settings = new HealthCheckSettings(
                HealthCheckSettings.Mode.HTTP, address.port(), "/health/ready", LONG, timeout, 2, 1);
        Probe probe = new HttpProbe(vertx, settings);
        probes.add(probe);
        return probe.check(new BackendAddress(address.host(), 1)).await(30, TimeUnit.SECONDS);
    }

    /** A server that does this with each connection, once a request has begun to arrive. */
    private BackendAddress server(Consumer<NetSocket> behaviour) throws TimeoutException {
        NetServer server = vertx.createNetServer().connectHandler(socket -> {
            socket.handler((Buffer request) -> behaviour.accept(socket));
            socket.exceptionHandler(reset -> {});
        });
        server.listen(0, "127.0.0.1").await(30, TimeUnit.SECONDS);
        return new BackendAddress("127.0.0.1", server.actualPort());
    }

    private static void answer(NetSocket socket, String text) {
        socket.write(text).onFailure(gone -> {});
    }
}
