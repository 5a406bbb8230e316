package io.sluice.loadtest.load;

import io.sluice.loadtest.client.Json;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Publishes through the HTTP API, which any server of the protocol has: one {@code batch} request at a time on one plain
 * socket, because a comfortable client would take CPU time from the server that is measured on the same machine. Nothing is
 * tried twice, so nothing is published twice.
 */
@ThreadConfined
public final class ApiPort implements PublishPort {
    private static final int HTTP_PORT = 80;
    private static final int OK = 200;
    /** A server that takes longer for a batch has stopped. */
    private static final int ANSWER_MILLIS = 20_000;
    /** Servers close idle connections after a minute or so; before that a new one is taken. */
    private static final long MAX_IDLE_NANOS = Duration.ofSeconds(10).toNanos();

    private static final Pattern ERROR = Pattern.compile("\"error\":");

    private final URI url;
    private final String head;
    private final TimeSource time;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();
    private long lastUsedNanos;

    /** A port to the API at {@code url}, e.g. {@code http://localhost:8000}; an empty key is not sent. */
    public ApiPort(URI url, String apiKey, TimeSource time) {
        this.url = url;
        this.time = time;
        this.head = "POST " + url.getRawPath().replaceAll("/$", "") + "/api/batch HTTP/1.1\r\nHost: "
                + url.getRawAuthority() + "\r\nContent-Type: application/json\r\n"
                + (apiKey.isEmpty() ? "" : "X-API-Key: " + apiKey + "\r\n") + "Content-Length: ";
    }

    @Override
    public int publish(List<Outgoing> batch) throws IOException {
        try {
            HttpReply reply = exchange(body(batch));
            if (reply.status() != OK) {
                throw new IOException("the server answered " + reply.status() + " " + reply.body());
            }
            return Math.toIntExact(ERROR.matcher(reply.body()).results().count());
        } catch (IOException e) {
            throw new IOException("cannot publish through " + url + "/api: " + e.getMessage(), e);
        }
    }

    private HttpReply exchange(String body) throws IOException {
        // All that is published here is ASCII, so that its length is its bytes.
        byte[] request = (head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
        Socket connected = connected();
        connected.getOutputStream().write(request);
        HttpReply reply = HttpReply.read(in);
        lastUsedNanos = time.nanos();
        if (reply.lastOne()) {
            close();
        }
        return reply;
    }

    private static String body(List<Outgoing> batch) {
        StringBuilder body = new StringBuilder("{\"parallel\":false,\"commands\":[");
        for (int i = 0; i < batch.size(); i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{\"publish\":{\"channel\":")
                    .append(Json.quote(batch.get(i).channel()))
                    .append(",\"data\":")
                    .append(batch.get(i).json())
                    .append(idempotency(batch.get(i).key()))
                    .append("}}");
        }
        return body.append("]}").toString();
    }

    private static String idempotency(String key) {
        return key.isEmpty() ? "" : ",\"idempotency_key\":" + Json.quote(key);
    }

    private Socket connected() throws IOException {
        if (time.nanos() - lastUsedNanos > MAX_IDLE_NANOS) {
            close();
        }
        Socket current = socket;
        if (current == null) {
            current = new Socket(url.getHost(), url.getPort() < 0 ? HTTP_PORT : url.getPort());
            current.setTcpNoDelay(true);
            current.setSoTimeout(ANSWER_MILLIS);
            in = new BufferedInputStream(current.getInputStream());
            socket = current;
        }
        return current;
    }

    @Override
    public void close() {
        Socket current = socket;
        socket = null;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close the connection to " + url, e);
            }
        }
    }
}
