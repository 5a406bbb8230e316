package io.sluice.loadtest.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/** Publishes into Redis as {@code redis-cli} does, over a plain socket; knows nothing of Sluice. */
final class PlainRedis implements AutoCloseable {

    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader in;

    PlainRedis(int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        this.socket.setTcpNoDelay(true);
        this.out = socket.getOutputStream();
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    /** {@code PUBLISH channel message}; gives back how many nodes heard it. */
    int publish(String channel, String message) throws IOException {
        out.write(("*3\r\n" + bulk("PUBLISH") + bulk(channel) + bulk(message)).getBytes(UTF_8));
        String answer = in.readLine();
        if (answer == null || !answer.startsWith(":")) {
            throw new IOException("expected a number but was " + answer);
        }
        return Integer.parseInt(answer.substring(1));
    }

    /** {@code SAVE}: writes all that Redis holds into the file that it begins with when it is started again. */
    void save() throws IOException {
        out.write(("*1\r\n" + bulk("SAVE")).getBytes(UTF_8));
        String answer = in.readLine();
        if (!"+OK".equals(answer)) {
            throw new IOException("expected OK but was " + answer);
        }
    }

    /** Cuts the connections on which nodes receive publications; gives back how many there were. */
    int cutSubscribers() throws IOException {
        out.write(("*4\r\n" + bulk("CLIENT") + bulk("KILL") + bulk("TYPE") + bulk("pubsub")).getBytes(UTF_8));
        String answer = in.readLine();
        if (answer == null || !answer.startsWith(":")) {
            throw new IOException("expected a number but was " + answer);
        }
        return Integer.parseInt(answer.substring(1));
    }

    private static String bulk(String text) {
        return "$" + text.getBytes(UTF_8).length + "\r\n" + text + "\r\n";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
