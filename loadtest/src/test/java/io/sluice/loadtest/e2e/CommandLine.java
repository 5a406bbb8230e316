package io.sluice.loadtest.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One of the load tester's programs as a process of its own, as {@code ./sluice} starts it. */
final class CommandLine implements AutoCloseable {

    private static final Path JAR = Path.of("target", "sluice-loadtest.jar");

    /** The machine may be busy with other things; how fast it is, is not what is tested. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final Thread reader = new Thread(this::read, "output of a program");

    private CommandLine(Process process) {
        this.process = process;
    }

    /** Starts a program; its output and errors are one stream of lines. */
    static CommandLine start(File input, String... arguments) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-jar",
                                JAR.toString()),
                        Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectInput(input)
                .redirectErrorStream(true)
                .start();
        CommandLine line = new CommandLine(process);
        line.reader.setDaemon(true);
        line.reader.start();
        return line;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
            }
        } catch (IOException e) {
            output.add("reading ended: " + e.getMessage());
        }
    }

    List<String> output() {
        return List.copyOf(output);
    }

    /** What Ctrl-C sends. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** The exit status, once it has ended and all that it wrote is in {@link #output}. */
    int status() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + PATIENCE + ": " + output);
        }
        // A process is gone before what it wrote last has been read.
        reader.join(PATIENCE.toMillis());
        if (reader.isAlive()) {
            throw new AssertionError("its output has not ended after " + PATIENCE + ": " + output);
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
