package io.sluice.loadtest.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeAnswerTest {
    private static Optional<UpgradeAnswer> read(String text) throws IOException {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return UpgradeAnswer.read(bytes, bytes.length);
    }

    @Test
    void anUpgradeWithTheRightAnswerIsAccepted() throws Exception {
        String head = "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: " + ClientFrames.ACCEPT + "\r\n\r\n";

        assertThat(read(head + "frames")).contains(new UpgradeAnswer(101, true, Duration.ZERO, head.length()));
        assertThat(read("HTTP/1.1 101 Switching Protocols\r\n\r\n")
                        .orElseThrow()
                        .accepted())
                .isFalse();
    }

    @Test
    void aRefusalSaysWhenToComeBack() throws Exception {
        UpgradeAnswer answer = read("HTTP/1.1 503 Service Unavailable\r\nRETRY-AFTER:  7\r\n\r\n")
                .orElseThrow();

        assertThat(answer.accepted()).isFalse();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "", "Sat, 21 Nov 2026 21:00:00 GMT", "12345678901"})
    void whatIsNoNumberOfSecondsIsNoAdvice(String value) throws Exception {
        assertThat(read("HTTP/1.1 503 No\r\nRetry-After: " + value + "\r\n\r\n")
                        .orElseThrow()
                        .retryAfter())
                .isZero();
    }

    @Test
    void nobodyIsSentAwayForMoreThanAnHour() throws Exception {
        assertThat(read("HTTP/1.1 503 No\r\nRetry-After: 999999\r\n\r\n")
                        .orElseThrow()
                        .retryAfter())
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void anIncompleteHeadIsWaitedFor() throws Exception {
        assertThat(read("HTTP/1.1 101 Switching Protocols\r\n")).isEmpty();
    }

    @Test
    void whatIsNoHttpOrHasNoEndIsAFault() {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> read("SSH-2.0\r\n\r\n"));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> read("HTTP/1.1 abc\r\n\r\n"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read("x".repeat(UpgradeAnswer.MAX_HEAD_BYTES + 1)));
    }
}
