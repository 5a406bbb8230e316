package io.sluice.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client that sends one numbered line after the other to a backend that echoes them, and checks each that comes back. */
public final class Neighbour implements Closeable {

    /** Enough to have been at it before, during and after what happened beside it. */
    private static final int LEAST = 20;

    private final Wire wire;
    private final CompletableFuture<Integer> echoed = new CompletableFuture<>();
    private volatile boolean finishing;

    private Neighbour(Wire wire) {
        this.wire = wire;
    }

    /** Begins to talk on a connection that is a relay already. */
    public static Neighbour on(Wire wire) {
        Neighbour neighbour = new Neighbour(wire);
        Thread thread = new Thread(neighbour::talk, "neighbour");
        thread.setDaemon(true);
        thread.start();
        return neighbour;
    }

    /** What the backend does: sends back line by line what comes. */
    public static void echo(Wire wire) throws IOException {
        while (true) {
            wire.send(wire.readLineFeed() + "\n");
        }
    }

    /** Ends the talk, in which nothing may have gone wrong. */
    public void finish() throws Exception {
        finishing = true;
        assertThat(echoed.get(30, TimeUnit.SECONDS))
                .as("lines that came back to a neighbour")
                .isGreaterThanOrEqualTo(LEAST);
    }

    private void talk() {
        try {
            int lines = 0;
            while (!finishing || lines < LEAST) {
                String line = "line " + lines;
                wire.send(line + "\n");
                assertThat(wire.readLineFeed()).isEqualTo(line);
                lines++;
            }
            echoed.complete(lines);
        } catch (IOException | AssertionError failure) {
            echoed.completeExceptionally(failure);
        }
    }

    @Override
    public void close() throws IOException {
        finishing = true;
        wire.close();
    }
}
