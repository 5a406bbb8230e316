package io.sluice.loadtest.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many files, which sockets are, this process may open (Linux only). */
public final class OpenFilesLimit {
    private static final Pattern LINE = Pattern.compile("(?m)^Max open files\\s+(\\d+)\\s");
    /** What a JVM, its libraries and the publisher have open besides. */
    private static final int OTHER_FILES = 200;

    private OpenFilesLimit() {}

    /**
     * Checks that so many connections can be opened.
     *
     * @throws IOException when they cannot; the message says what to do
     */
    public static void check(int connections) throws IOException {
        Path limits = Path.of("/proc/self/limits");
        if (Files.exists(limits)) {
            check(connections, parse(Files.readString(limits)));
        }
    }

    static void check(int connections, OptionalLong limit) throws IOException {
        long needed = (long) connections + OTHER_FILES;
        if (limit.isPresent() && limit.getAsLong() < needed) {
            throw new IOException(connections + " connections need " + needed
                    + " open files, but a process may open only " + limit.getAsLong() + ": raise that with ulimit -n "
                    + needed + ", or take fewer connections");
        }
    }

    /** Empty when there is no limit. */
    static OptionalLong parse(String limits) {
        Matcher line = LINE.matcher(limits);
        return line.find() ? OptionalLong.of(Long.parseLong(line.group(1))) : OptionalLong.empty();
    }
}
