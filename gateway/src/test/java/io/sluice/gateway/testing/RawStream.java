package io.sluice.gateway.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** A client of a streaming HTTP response over a plain socket: it sees the head, each chunk and the end as they come. */
public final class RawStream implements AutoCloseable {

    private static final String CRLF = "\r\n";

    private final Socket socket;
    private final DataInputStream in;
    private final HttpHead head;
    // What was read of the stream and not yet looked at.
    private final StringBuilder text = new StringBuilder();

    private RawStream(Socket socket, DataInputStream in, HttpHead head) {
        this.socket = socket;
        this.in = in;
        this.head = head;
    }

    /** Sends a POST and reads the head of the answer; headers are whole lines. */
    public static RawStream post(int port, String path, String body, String... headers) {
        return send(port, request("POST", path, "HTTP/1.1", body, headers), 0);
    }

    /** The same for GET, without a body. */
    public static RawStream get(int port, String path, String... headers) {
        return send(port, request("GET", path, "HTTP/1.1", "", headers), 0);
    }

    /** A POST of another version of HTTP. */
    public static RawStream postInVersion(String version, int port, String path, String body) {
        return send(port, request("POST", path, version, body), 0);
    }

    /** A POST over a socket that takes no more than about {@code receiveBufferBytes} while nobody reads. */
    public static RawStream postSlowly(int port, String path, String body, int receiveBufferBytes) {
        return send(port, request("POST", path, "HTTP/1.1", body), receiveBufferBytes);
    }

    /** The bytes of a request. */
    public static String request(String method, String path, String version, String body, String... headers) {
        StringBuilder request = new StringBuilder(method + " " + path + " " + version + CRLF + "Host: sluice" + CRLF);
        for (String header : headers) {
            request.append(header).append(CRLF);
        }
        if (!body.isEmpty()) {
            request.append("Content-Length: ")
                    .append(body.getBytes(UTF_8).length)
                    .append(CRLF);
        }
        return request.append(CRLF).append(body).toString();
    }

    /** Sends a request as it is and reads the head of the answer. */
    public static RawStream send(int port, String request) {
        return send(port, request, 0);
    }

    private static RawStream send(int port, String request, int receiveBufferBytes) {
        try {
            Socket socket = new Socket();
            if (receiveBufferBytes > 0) {
                socket.setReceiveBufferSize(receiveBufferBytes);
            }
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(RawWebSocket.PATIENCE_SECONDS));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream().write(request.getBytes(UTF_8));
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            return new RawStream(socket, in, HttpHead.read(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public HttpHead head() {
        return head;
    }

    /** The next chunk as it came. */
    public String nextChunk() {
        String chunk = readChunk();
        if (chunk.isEmpty()) {
            throw new AssertionError("expected a chunk but the response has ended");
        }
        return chunk;
    }

    /** The next line, without its end. */
    public String nextLine() {
        return next("\n");
    }

    /** What the next event says, without the name of its field. */
    public String nextEvent() {
        String event = next("\n\n");
        if (!event.startsWith("data: ")) {
            throw new AssertionError("expected an event but was " + event);
        }
        return event.substring("data: ".length());
    }

    /** Everything until the response ends, which it must do properly. */
    public String rest() {
        for (String chunk = readChunk(); !chunk.isEmpty(); chunk = readChunk()) {
            text.append(chunk);
        }
        String rest = text.toString();
        text.setLength(0);
        return rest;
    }

    /** Bytes of a response without chunks, up to a line's end. */
    public String nextPlainLine() {
        try {
            return line();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the server closes the connection; what it sends before is skipped. */
    public void awaitEnd() {
        try {
            while (in.read() >= 0) {
                // Only the end is of interest.
            }
        } catch (IOException e) {
            if (e instanceof SocketTimeoutException) {
                throw new AssertionError("the server did not close the connection", e);
            }
        }
    }

    /** Sends more bytes, as no proper client would. */
    public void send(String more) {
        try {
            socket.getOutputStream().write(more.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String next(String end) {
        int length = text.indexOf(end);
        while (length < 0) {
            text.append(nextChunk());
            length = text.indexOf(end);
        }
        String next = text.substring(0, length);
        text.delete(0, length + end.length());
        return next;
    }

    private String readChunk() {
        try {
            byte[] chunk = new byte[Integer.parseInt(line(), 16)];
            in.readFully(chunk);
            if (!line().isEmpty()) {
                throw new AssertionError("expected the end of a chunk");
            }
            return new String(chunk, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the response has broken off", e);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            line.write(c);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }
}
