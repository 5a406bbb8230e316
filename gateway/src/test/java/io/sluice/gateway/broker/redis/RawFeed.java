package io.sluice.gateway.broker.redis;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * A publisher that costs next to nothing: a thread that writes the same commands again and again, all in one system call, and
 * reads past the answers. It never is further ahead of the receiver than {@link #MAX_AHEAD} messages, for Redis disconnects
 * subscribers that fall behind.
 */
final class RawFeed implements AutoCloseable {

    /** 4 MB of the largest messages measured; Redis allows a subscriber 8 MB for a minute. */
    private static final long MAX_AHEAD = 4096;

    private static final long PAUSE_NANOS = 20_000;

    private final Socket socket;
    private final byte[] round;
    private final int messagesPerRound;
    private final LongSupplier received;
    private final Thread thread = new Thread(this::run, "raw-feed");
    private final CompletableFuture<Path> task = new CompletableFuture<>();

    // Written once, before close.
    private volatile boolean ended;

    /**
     * Starts to publish.
     *
     * @param round commands, each answered by a number of one digit
     * @param received how many messages the receiver has had since this feed began
     */
    RawFeed(int port, byte[] round, int messagesPerRound, LongSupplier received) {
        try {
            this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.round = round;
        this.messagesPerRound = messagesPerRound;
        this.received = received;
        thread.start();
    }

    /** What the feed itself has used, to be taken off the figures of the process that it runs in. */
    CpuTime cpu() {
        return CpuTime.ofThread(task.join());
    }

    private void run() {
        try {
            task.complete(CpuTime.callingThread());
            OutputStream out = socket.getOutputStream();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answers = new byte[messagesPerRound * ":1\r\n".length()];
            for (long sent = 0; !ended; sent += messagesPerRound) {
                while (!ended && sent + messagesPerRound - received.getAsLong() > MAX_AHEAD) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                out.write(round);
                in.readFully(answers);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the thread and waits for it. */
    @Override
    public void close() throws IOException, InterruptedException {
        ended = true;
        thread.join();
        socket.close();
    }
}
