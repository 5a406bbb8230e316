package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.cluster.ServerProcess;
import io.sluice.loadtest.cluster.SideProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Another balancer with its example of {@code docs/examples} as it stands: only the addresses are put in, at the places that
 * its first lines name.
 */
final class ExampleBalancer implements AutoCloseable {

    /** Those that there is an example for. */
    enum Kind {
        HAPROXY("haproxy", "haproxy.cfg", Pattern.compile("Loading success")),
        NGINX("nginx", "nginx.conf", Pattern.compile("start worker process "));

        private final String program;
        private final String example;
        private final Pattern ready;

        Kind(String program, String example, Pattern ready) {
            this.program = program;
            this.example = example;
            this.ready = ready;
        }

        /** Without it there is nothing to test; {@code .ci/run} installs it and tolerates no skipped test. */
        private Path installed() {
            String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
            Optional<Path> found = Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin"))
                    .map(directory -> Path.of(directory, program))
                    .filter(Files::isExecutable)
                    .findFirst();
            assumeTrue(found.isPresent(), program + " is not installed, neither on the PATH nor in /usr/sbin");
            return found.orElseThrow();
        }

        private List<String> command(Path program, Path configuration) {
            return switch (this) {
                // With a master, which says when all is loaded; in the foreground.
                case HAPROXY -> List.of(program.toString(), "-W", "-db", "-f", configuration.toString());
                case NGINX ->
                    List.of(
                            program.toString(),
                            "-c",
                            configuration.toString(),
                            "-g",
                            "daemon off; pid " + configuration.resolveSibling("nginx.pid") + ";");
            };
        }

        private String withAddresses(String text, int port, List<ServerProcess> gateways) {
            String result = replaced(text, this == HAPROXY ? "bind :8080" : "listen 8080", listening(port));
            for (int i = 0; i < gateways.size(); i++) {
                ServerProcess gateway = gateways.get(i);
                String place = "server gateway-" + (i + 1);
                String name = this == HAPROXY ? place + " gateway-" + (i + 1) : place;
                String here = (this == HAPROXY ? place + " " : "server ") + "127.0.0.1:" + gateway.port();
                // Gateways on machines of their own have the same management port.
                String check = this == HAPROXY ? " port " + gateway.managementPort() : "";
                result = replaced(result, "    " + name + ":8000", "    " + here + check);
            }
            return result;
        }

        private String listening(int port) {
            return (this == HAPROXY ? "bind" : "listen") + " 127.0.0.1:" + port;
        }

        private static String replaced(String text, String what, String by) {
            assertThat(text).as("the example").contains(what);
            return text.replace(what, by);
        }
    }

    private final SideProcess process;
    private final int port;

    private ExampleBalancer(SideProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it before the gateways of the cluster, or skips the test. */
    static ExampleBalancer start(Kind kind, Cluster cluster, Path directory) throws Exception {
        return start(kind, cluster, directory, example -> example);
    }

    /** The same after a change that the example's own comments tell of. */
    static ExampleBalancer start(Kind kind, Cluster cluster, Path directory, UnaryOperator<String> change)
            throws Exception {
        Path program = kind.installed();
        int port = freePort();
        String example = change.apply(Files.readString(Path.of("..", "docs", "examples", kind.example)));
        Path configuration = directory.resolve(kind.example);
        Files.writeString(configuration, kind.withAddresses(example, port, cluster.gateways()));
        return new ExampleBalancer(
                SideProcess.start(kind.program, kind.command(program, configuration), kind.ready), port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    URI webSocketUri() {
        return URI.create("ws://127.0.0.1:" + port + "/connection/websocket");
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Whether it has written such a line. */
    boolean said(Pattern line) throws InterruptedException {
        return process.said(line).isPresent();
    }

    /** Asks it to end, because a killed nginx leaves its workers behind. */
    @Override
    public void close() throws Exception {
        Optional<ProcessHandle> master = ProcessHandle.of(process.pid());
        if (master.isPresent()) {
            master.get().destroy();
            master.get().onExit().get(20, TimeUnit.SECONDS);
        }
        process.close();
    }
}
