package io.sluice.gateway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A WebSocket client over a plain socket. It sends whatever bytes a test wants, reports every frame as it came, and answers
 * nothing by itself, so that a test can break any rule.
 */
public final class RawWebSocket implements AutoCloseable {

    /** Generous, since it is only spent by tests that fail, and machines may be busy. */
    static final int PATIENCE_SECONDS = 60;

    private static final int DEFAULT_BUFFER = 0;

    private final Socket socket;
    private final DataInputStream in;
    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    // The rest of a frame with several messages; touched by the test's thread only.
    private final Deque<Frame> messages = new ArrayDeque<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    private RawWebSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** A TCP connection, and nothing more. */
    public static RawWebSocket connect(int port) {
        return connect(port, DEFAULT_BUFFER);
    }

    /** A TCP connection that takes no more than about {@code receiveBufferBytes} while nobody reads. */
    public static RawWebSocket connect(int port, int receiveBufferBytes) {
        try {
            Socket socket = new Socket();
            if (receiveBufferBytes != DEFAULT_BUFFER) {
                socket.setReceiveBufferSize(receiveBufferBytes);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new RawWebSocket(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An open WebSocket that is being read from. */
    public static RawWebSocket open(int port) {
        return open(port, Handshake.plain());
    }

    /** An open WebSocket whose handshake was sent in one write with {@code glued} behind it. */
    public static RawWebSocket open(int port, Handshake handshake, byte[]... glued) {
        RawWebSocket socket = connect(port);
        HttpHead answer = socket.handshake(handshake, glued);
        if (answer.status() != 101) {
            throw new AssertionError("expected status 101 but was " + answer);
        }
        socket.startReading();
        return socket;
    }

    /** What the server says to a handshake that it refuses. */
    public static HttpHead refusal(int port, Handshake handshake) {
        try (RawWebSocket socket = connect(port)) {
            return socket.handshake(handshake);
        }
    }

    public HttpHead handshake(Handshake handshake, byte[]... glued) {
        send(Frames.join(handshake.bytes(), Frames.join(glued)));
        try {
            return HttpHead.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("no answer to the handshake", e);
        }
    }

    /** Reads one frame, and nothing behind it, while nobody reads yet. */
    public Frame readOne() {
        try {
            return Frame.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on frames are read and kept for {@link #next}. */
    public RawWebSocket startReading() {
        return startReading(frames::add);
    }

    /** From now on frames are read and passed to {@code sink}, on a thread of this socket's own. */
    public RawWebSocket startReading(Consumer<Frame> sink) {
        Thread reader = new Thread(() -> read(sink), "websocket-reader");
        reader.setDaemon(true);
        reader.start();
        return this;
    }

    /** Sends bytes as they are. An error is no failure of the test: the server may have closed already. */
    public void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // What the server had to say before it closed is what the test will look at.
        }
    }

    public void sendText(String text) {
        send(Frames.text(text));
    }

    /** The next frame; one with several messages of the client protocol is taken apart into one for each. */
    public Frame next() {
        if (!messages.isEmpty()) {
            return messages.remove();
        }
        Frame frame = nextFrame();
        if (frame.opcode() != Frame.TEXT) {
            return frame;
        }
        for (String line : frame.text().split("\n")) {
            messages.add(new Frame(frame.firstByte(), line.getBytes(UTF_8)));
        }
        return messages.remove();
    }

    /** The next frame as it came, with all of its messages. */
    public Frame nextFrame() {
        try {
            Frame frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("expected a frame but none came, ended: " + (ended.getCount() == 0));
            }
            return frame;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** The next message's text. */
    public String nextText() {
        return next().text();
    }

    /** The next close frame; what comes before it is skipped. */
    public Frame nextClose() {
        Frame frame = next();
        while (frame.opcode() != Frame.CLOSE) {
            frame = next();
        }
        return frame;
    }

    /** Whether nothing has come that was not looked at. */
    public boolean isQuiet() {
        return messages.isEmpty() && frames.isEmpty();
    }

    public boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** Waits until the server has closed the connection. */
    public void awaitEnd() {
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the server did not close the connection");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Ends the connection by a TCP reset. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the connection without a word of the WebSocket protocol. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Consumer<Frame> sink) {
        try {
            socket.setSoTimeout(0);
            while (true) {
                sink.accept(Frame.read(in));
            }
        } catch (IOException e) {
            ended.countDown();
        }
    }
}
