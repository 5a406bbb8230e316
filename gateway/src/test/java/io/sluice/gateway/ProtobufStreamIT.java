package io.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.testing.LeakWatch;
import io.vertx.core.buffer.Buffer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The stream in protobuf, byte by byte. */
@ExtendWith(LeakWatch.class)
class ProtobufStreamIT {

    private static final String BINARY = "application/octet-stream";
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** {@code Command{id: 1, connect: {}}} behind its length. */
    private static final byte[] CONNECT = {4, 0x08, 1, 0x22, 0};

    /** {@code Command{id: 2, ping: {}}} behind its length. */
    private static final byte[] PING = {4, 0x08, 2, 0x5A, 0};

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void messagesAndRequestsAreProtobufWhereTheContentTypeSaysSo() throws IOException, InterruptedException {
        try (GatewayFixture node = GatewayFixture.start("http_stream.enabled=true");
                InputStream body = open(node)) {
            DataInputStream stream = new DataInputStream(body);
            String reply = new String(message(stream), UTF_8);
            Matcher ids =
                    UUID.matcher(reply); // The client's id, the session and the node, in the order of their numbers.
            assertThat(ids.find()).isTrue();
            assertThat(ids.find()).isTrue();
            String session = ids.group();
            assertThat(ids.find()).isTrue();
            String id = ids.group();

            Buffer request = Buffer.buffer();
            field(request, 0x0A, id.getBytes(UTF_8));
            field(request, 0x12, session.getBytes(UTF_8));
            field(request, 0x1A, PING);
            HttpResponse<String> answer =
                    HTTP.send(post(node, "/emulation", request.getBytes()), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(204);

            byte[] pong = message(stream);
            assertThat(pong).startsWith(0x08, 2);
        }
    }

    private static byte[] message(DataInputStream stream) throws IOException {
        int length = 0;
        int shift = 0;
        int next;
        do {
            next = stream.readUnsignedByte();
            length |= (next & 0x7F) << shift;
            shift += 7;
        } while (next > 0x7F);
        return stream.readNBytes(length);
    }

    private static InputStream open(GatewayFixture node) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer =
                HTTP.send(post(node, "/connection/http_stream", CONNECT), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains(BINARY);
        return answer.body();
    }

    private static HttpRequest post(GatewayFixture node, String path, byte[] body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                .header("Content-Type", BINARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private static void field(Buffer message, int tag, byte[] value) {
        message.appendByte((byte) tag).appendByte((byte) value.length).appendBytes(value);
    }
}
