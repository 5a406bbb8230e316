package io.sluice.common.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A Redis server on this machine that is a member of a cluster, run as a child process. Blocks: call it from test threads only. */
public final class LocalMember implements AutoCloseable {

    /** Below those that systems hand out to connections, and so that the cluster's own port is below them as well. */
    private static final int LOWEST_PORT = 11_000;

    private static final int HIGHEST_PORT = 22_000;

    /** Where a member hears other members, by default. */
    private static final int BUS_OFFSET = 10_000;

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Process process;
    private final int port;

    private LocalMember(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param nodeTimeout after which members take one that they do not hear for dead */
    static LocalMember start(Path directory, Duration nodeTimeout) {
        try {
            int port = freePort();
            Path executable = LocalRedis.onPath().or(RedisExecutable::bundled).orElseThrow();
            List<String> command = new ArrayList<>(List.of(executable.toString(), "--bind", "127.0.0.1"));
            command.addAll(List.of("--port", Integer.toString(port), "--dir", directory.toString(), "--save", ""));
            command.addAll(List.of("--cluster-enabled", "yes", "--cluster-config-file", port + ".conf"));
            command.addAll(List.of("--cluster-node-timeout", Long.toString(nodeTimeout.toMillis())));
            command.addAll(List.of("--cluster-replica-validity-factor", "0"));
            command.addAll(List.of("--repl-diskless-sync", "yes", "--repl-diskless-sync-delay", "0"));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            Files.createFile(directory.resolve(port + ".log")).toFile())
                    .start();
            // Of a test that ends before it has come to close it.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new LocalMember(process, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** As in {@code cluster_address}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    public long pid() {
        return process.pid();
    }

    /** As a crash would, by SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean running() {
        return process.isAlive();
    }

    /** The answer, with one line for each value; errors begin with a minus. */
    public String ask(Object... command) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(("*" + command.length + "\r\n").getBytes(UTF_8));
            for (Object part : command) {
                byte[] bytes = part.toString().getBytes(UTF_8);
                out.write(("$" + bytes.length + "\r\n").getBytes(UTF_8));
                out.write(bytes);
                out.write("\r\n".getBytes(UTF_8));
            }
            socket.getOutputStream().write(out.toByteArray());
            return value(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            return "-" + e;
        }
    }

    /** The answer, if it is no error. */
    public String done(Object... command) {
        String answer = ask(command);
        if (answer.startsWith("-")) {
            throw new IllegalStateException("expected " + List.of(command).subList(0, Math.min(4, command.length))
                    + " to be done but was " + answer);
        }
        return answer;
    }

    @Override
    public void close() {
        kill();
    }

    private static String value(InputStream in) throws IOException {
        String line = line(in);
        int count = "$*".indexOf(line.charAt(0)) < 0 ? 0 : Integer.parseInt(line.substring(1));
        switch (line.charAt(0)) {
            case '$' -> {
                String text = new String(in.readNBytes(Math.max(0, count)), UTF_8);
                in.readNBytes(count < 0 ? 0 : 2);
                return text;
            }
            case '*' -> {
                List<String> values = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    values.add(value(in));
                }
                return String.join("\n", values);
            }
            case '-' -> {
                return line;
            }
            default -> {
                return line.substring(1);
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new IOException("no answer");
            }
            line.append((char) next);
        }
        in.readNBytes(1);
        return line.toString();
    }

    private static int freePort() {
        for (int attempt = 0; attempt < 1000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            if (free(port) && free(port + BUS_OFFSET)) {
                return port;
            }
        }
        throw new IllegalStateException("expected two free ports " + BUS_OFFSET + " apart");
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
