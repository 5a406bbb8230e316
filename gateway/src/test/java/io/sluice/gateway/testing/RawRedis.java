package io.sluice.gateway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** A Redis client that knows nothing of this project, as any other program's would. */
public final class RawRedis implements AutoCloseable {

    private final Socket socket;
    private final DataInputStream in;

    /** @param uri {@code redis://host:port} */
    public RawRedis(String uri) {
        URI address = URI.create(uri);
        try {
            socket = new Socket(address.getHost(), address.getPort());
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(RawWebSocket.PATIENCE_SECONDS));
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Publishes and says how many subscribers heard it. */
    public int publish(String channel, String message) {
        return call("PUBLISH", channel, message);
    }

    /** How many of these keys exist. */
    public int exists(String key) {
        return call("EXISTS", key);
    }

    /** How many members the set has. */
    public int setSize(String key) {
        return call("SCARD", key);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a command whose answer is a number. */
    private int call(String... words) {
        StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            command.append("$").append(word.getBytes(UTF_8).length).append("\r\n");
            command.append(word).append("\r\n");
        }
        try {
            socket.getOutputStream().write(command.toString().getBytes(UTF_8));
            StringBuilder answer = new StringBuilder();
            for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
                answer.append((char) c);
            }
            if (answer.charAt(0) != ':') {
                throw new AssertionError("expected a number but was " + answer);
            }
            return Integer.parseInt(answer.substring(1).trim());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
