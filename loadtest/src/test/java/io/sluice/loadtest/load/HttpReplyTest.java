package io.sluice.loadtest.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpReplyTest {
    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.replace("\n", "\r\n").getBytes(UTF_8));
    }

    @Test
    void aBodyHasTheLengthThatItsHeadSays() throws Exception {
        InputStream two =
                bytes("HTTP/1.1 200 OK\nContent-Length: 3\n\nabcHTTP/1.1 404 Not Found\ncontent-length: 0\n\n");

        assertThat(HttpReply.read(two)).isEqualTo(new HttpReply(200, "abc", false));
        assertThat(HttpReply.read(two)).isEqualTo(new HttpReply(404, "", false));
    }

    @Test
    void chunksAreJoined() throws Exception {
        InputStream in = bytes("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\nabc\na;x=y\n0123456789\n0\n\n");

        assertThat(HttpReply.read(in)).isEqualTo(new HttpReply(200, "abc0123456789", false));
        assertThat(in.read()).isNegative();
    }

    @Test
    void theServerMaySayThatItCloses() throws Exception {
        assertThat(HttpReply.read(bytes("HTTP/1.1 200 OK\nConnection: close\nContent-Length: 0\n\n"))
                        .lastOne())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\nContent-Length: 3\n\nab",
                "SSH-2.0-OpenSSH\n\n",
                "HTTP/1.1 2\n\n",
                "HTTP/1.1 200 OK\nContent-Length: 99999999\n\n",
                "HTTP/1.1 200 OK\nContent-Length: -1\n\n",
                "HTTP/1.1 200 OK\nContent-Length: many\n\n",
                "HTTP/1.1 xyz OK\nContent-Length: 0\n\n"
            })
    void whatIsNoWholeAnswerIsAFault(String text) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> HttpReply.read(bytes(text)));
    }
}
