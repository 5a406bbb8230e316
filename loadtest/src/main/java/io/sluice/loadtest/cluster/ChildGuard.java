package io.sluice.loadtest.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/**
 * Sees to it that no child process outlives us, even when we are killed with {@code kill -9}: a small shell process reads
 * a pipe from us and, when that ends in whatever way, kills the children that it was told of.
 *
 * <p>Threading: may be used by any thread.
 */
final class ChildGuard implements AutoCloseable {
    // It ignores what a terminal sends to all of us, because then it is needed most.
    private static final String SCRIPT =
            """
            trap '' INT TERM HUP
            children=
            while read -r word pid; do
              case $word in
                watch) children="$children $pid" ;;
                forget)
                  kept=
                  for child in $children; do [ "$child" = "$pid" ] || kept="$kept $child"; done
                  children=$kept ;;
              esac
            done
            [ -z "$children" ] || kill -9 $children
            """;

    private final Process shell;

    private ChildGuard(Process shell) {
        this.shell = shell;
    }

    static ChildGuard start() throws IOException {
        return new ChildGuard(new ProcessBuilder("sh", "-c", SCRIPT)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start());
    }

    /** From now on the process is killed when we end. */
    void watch(long pid) {
        tell("watch " + pid);
    }

    /** To be called when the process has ended, or its number might one day be another's. */
    void forget(long pid) {
        tell("forget " + pid);
    }

    private synchronized void tell(String line) {
        try {
            shell.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            shell.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the guard of our child processes has gone", e);
        }
    }

    /** Kills what is still watched. */
    @Override
    public synchronized void close() {
        try {
            shell.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException("the guard of our child processes has gone", e);
        }
    }
}
