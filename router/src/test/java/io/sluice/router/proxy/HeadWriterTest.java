package io.sluice.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadWriterTest {

    @Test
    void aRequestHeadIsWrittenAsItIs() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Host", "a").add("Cookie", "x=1; y=\"2\"");
        assertThat(HeadWriter.request("GET", "/ws?a=b%20c", headers))
                .hasToString("GET /ws?a=b%20c HTTP/1.1\r\nHost: a\r\nCookie: x=1; y=\"2\"\r\n\r\n");
    }

    @Test
    void aResponseHeadMayHaveNoWords() {
        assertThat(HeadWriter.response(101, "", MultiMap.caseInsensitiveMultiMap()))
                .hasToString("HTTP/1.1 101 \r\n\r\n");
    }

    @Test
    void bytesAboveAsciiGoOutAsTheyCameIn() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("X", "caf\u00e9 \u00ff");
        assertThat(HeadWriter.response(101, "ok", headers).getBytes())
                .isEqualTo("HTTP/1.1 101 ok\r\nX: caf\u00e9 \u00ff\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nEvil: 1", "a\nb", "a\rb", "a\u0000b", "a\u007fb", "a\u000bb", "\u010a"})
    void valuesThatWouldBreakTheLineAreRefused(String value) {
        MultiMap headers = headers("X", value);
        assertThatThrownBy(() -> HeadWriter.response(101, "ok", headers)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HeadWriter.response(101, value, MultiMap.caseInsensitiveMultiMap()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X Y", "X:", "X\r\n", "\u00e9", "(x)"})
    void namesThatAreNoTokensAreRefused(String name) {
        assertThatThrownBy(() -> HeadWriter.response(101, "ok", headers(name, "v")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a b", "/a\tb", "/a\r\nX: 1", "/a HTTP/1.1\r\n\r\nGET /b"})
    void targetsWithBlanksAreRefused(String uri) {
        assertThatThrownBy(() -> HeadWriter.request("GET", uri, MultiMap.caseInsensitiveMultiMap()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void noHeaderBecomesTwo(@ForAll String name, @ForAll String value) {
        String written;
        try {
            written = HeadWriter.request("GET", "/", headers(name, value)).toString(StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException refused) {
            return;
        }
        assertThat(written.split("\r\n|\r|\n", -1)).containsExactly("GET / HTTP/1.1", name + ": " + value, "", "");
    }

    /** Unlike the headers of a message, this map checks nothing. */
    private static MultiMap headers(String name, String value) {
        return MultiMap.caseInsensitiveMultiMap().add(name, value);
    }
}
