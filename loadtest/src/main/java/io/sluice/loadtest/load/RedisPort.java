package io.sluice.loadtest.load;

import io.sluice.loadtest.measure.ThreadConfined;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Publishes by a plain {@code PUBLISH} of the JSON into Redis, as a back end does that has no HTTP client. */
@ThreadConfined
public final class RedisPort implements PublishPort {
    /** What Sluice puts before a channel's name in Redis, unless it is told otherwise. */
    private static final String PREFIX = "sluice.client.";
    /** Redis answers within milliseconds, or not at all. */
    private static final int ANSWER_MILLIS = 10_000;

    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader in;

    /** Connects to Redis on this machine. */
    public RedisPort(String host, int port) throws IOException {
        socket = new Socket(host, port);
        socket.setSoTimeout(ANSWER_MILLIS);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public int publish(List<Outgoing> batch) throws IOException {
        StringBuilder commands = new StringBuilder();
        for (Outgoing publication : batch) {
            commands.append("*3\r\n$7\r\nPUBLISH\r\n");
            bulk(commands, PREFIX + publication.channel());
            bulk(commands, publication.json());
        }
        out.write(commands.toString().getBytes(StandardCharsets.US_ASCII));
        int refused = 0;
        for (int i = 0; i < batch.size(); i++) {
            String answer = in.readLine();
            if (answer == null) {
                throw new IOException("Redis closed the connection of the publisher");
            }
            refused += answer.startsWith(":") ? 0 : 1;
        }
        return refused;
    }

    /** All that is published here is ASCII, so that its length is its bytes. */
    private static void bulk(StringBuilder commands, String text) {
        commands.append('$').append(text.length()).append("\r\n").append(text).append("\r\n");
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the connection to Redis", e);
        }
    }
}
