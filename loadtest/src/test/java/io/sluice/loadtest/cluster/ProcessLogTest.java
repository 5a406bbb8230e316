package io.sluice.loadtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProcessLogTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private static InputStream lines(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLineThatWasAlreadyWrittenIsFound() throws Exception {
        ProcessLog log = ProcessLog.follow("x", lines("one\ntwo 22\n"));

        assertThat(log.await(Pattern.compile("two (\\d+)"), LONG).orElseThrow().group(1))
                .isEqualTo("22");
        assertThat(log.await(Pattern.compile("one"), LONG)).isPresent();
    }

    @Test
    void aLineThatComesLaterIsWaitedFor() throws Exception {
        try (PipedOutputStream output = new PipedOutputStream()) {
            ProcessLog log = ProcessLog.follow("x", new PipedInputStream(output));
            CompletableFuture<Boolean> found = CompletableFuture.supplyAsync(() -> isFound(log, "later"));

            output.write("first\nlater\n".getBytes(StandardCharsets.UTF_8));
            output.flush();

            assertThat(found).succeedsWithin(LONG).isEqualTo(true);
        }
    }

    private static boolean isFound(ProcessLog log, String text) {
        try {
            return log.await(Pattern.compile(text), LONG).isPresent();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theEndOfTheOutputEndsTheWait() throws Exception {
        ProcessLog log = ProcessLog.follow("x", lines("one\n"));

        assertThat(log.await(Pattern.compile("two"), Duration.ofDays(1))).isEmpty();
    }

    @Test
    void patienceEnds() throws IOException, InterruptedException {
        try (PipedOutputStream output = new PipedOutputStream()) {
            ProcessLog log = ProcessLog.follow("x", new PipedInputStream(output));

            assertThat(log.await(Pattern.compile("two"), Duration.ofMillis(20))).isEmpty();
        }
    }

    @Test
    void onlyTheLastLinesAreKept() throws Exception {
        int count = ProcessLog.MAX_LINES + 10;
        ProcessLog log = ProcessLog.follow(
                "x", lines(IntStream.range(0, count).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"))));

        assertThat(log.await(Pattern.compile("line " + (count - 1) + "$"), LONG))
                .isPresent();
        assertThat(log.lines()).hasSize(ProcessLog.MAX_LINES).first().isEqualTo("line 10");
    }
}
