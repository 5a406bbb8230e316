package io.sluice.router.proxy;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One end of a TCP connection in a test: blocking, with a time limit for each read, text as Latin-1. */
public final class Wire implements Closeable {

    static final Duration READ_LIMIT = Duration.ofSeconds(30);

    private final Socket socket;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout((int) READ_LIMIT.toMillis());
        socket.setTcpNoDelay(true);
    }

    public static Wire connect(int port) throws IOException {
        return connect(port, 0);
    }

    /** A small receive buffer has to be asked for before the connection is made; 0 asks for none. */
    static Wire connect(int port, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new Wire(socket);
    }

    /** The head of a message from its lines. */
    static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Everything up to the first empty line, that line included. */
    public String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) readByte());
        }
        return head.toString();
    }

    String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (!line.toString().endsWith("\r\n")) {
            line.append((char) readByte());
        }
        return line.substring(0, line.length() - 2);
    }

    /** A line that ends with a line feed alone. */
    public String readLineFeed() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = readByte(); read != '\n'; read = readByte()) {
            line.append((char) read);
        }
        return line.toString();
    }

    String read(int length) throws IOException {
        return new String(readBytes(length), StandardCharsets.ISO_8859_1);
    }

    byte[] readBytes(int length) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("expected " + length + " bytes but there were " + bytes.length);
        }
        return bytes;
    }

    /** What comes until the other side ends its output. */
    public String readAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        socket.getInputStream().transferTo(all);
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** Whether the other side has ended, be it in order or by a reset; what comes before is thrown away. */
    public boolean isEnded() {
        try {
            readAll();
            return true;
        } catch (IOException e) {
            return e.getMessage() != null && e.getMessage().contains("reset");
        }
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes with a reset instead of an end. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    int localPort() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private int readByte() throws IOException {
        int read = socket.getInputStream().read();
        if (read < 0) {
            throw new EOFException("the other side ended");
        }
        return read;
    }
}
