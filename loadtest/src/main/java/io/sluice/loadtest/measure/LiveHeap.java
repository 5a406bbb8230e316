package io.sluice.loadtest.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes of live objects in the heap of another JVM, asked for with {@code jcmd} of the JDK that runs us.
 *
 * <p>Each question stops the asked JVM for full collections: some hundred milliseconds for some hundred megabytes.
 * Threading: blocks the caller; not for event loops.
 */
public final class LiveHeap {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)\\s*$");
    /** A histogram of a heap of some gigabytes takes a few seconds; longer means that the process hangs. */
    private static final long ANSWER_SECONDS = 60;

    private LiveHeap() {}

    /**
     * Collects twice (what only weak references or cleaners hold goes with the first) and counts what is left.
     *
     * @throws IOException when there is no jcmd (a JRE), no such JVM, or no answer within a minute
     */
    public static long bytesAfterCollection(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        String histogram = jcmd(pid, "GC.class_histogram");
        return totalBytes(histogram);
    }

    static long totalBytes(String histogram) throws IOException {
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IOException("expected a class histogram with a total but was: "
                    + histogram.lines().findFirst().orElse("nothing"));
        }
        return Long.parseLong(total.group(1));
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(tool)) {
            throw new IOException("measuring a heap needs a JDK: there is no " + tool);
        }
        // To a file, so that a long answer cannot block jcmd while we wait for its end.
        Path answer = Files.createTempFile("sluice-jcmd", ".txt");
        try {
            Process process = new ProcessBuilder(tool.toString(), Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .redirectOutput(answer.toFile())
                    .start();
            if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(
                        "no answer from jcmd " + pid + " " + command + " within " + ANSWER_SECONDS + " s");
            }
            String text = Files.readString(answer, StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new IOException("jcmd " + pid + " " + command + " failed: " + text.strip());
            }
            return text;
        } finally {
            Files.delete(answer);
        }
    }
}
