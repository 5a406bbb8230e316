package io.sluice.gateway.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeptHeadersTest {

    private final MultiMap headers =
            HttpHeaders.headers().add("Cookie", "a=1").add("X-Trace", "7").add("X-Trace", "8");

    @Test
    void onlyWhatIsNamedIsKeptUnderItsNameInLowerCase() {
        assertThat(new KeptHeaders(Set.of("cookie", "x-other")).of(headers)).isEqualTo(Map.of("cookie", "a=1"));
        assertThat(new KeptHeaders(Set.of("COOKIE")).of(headers)).isEqualTo(Map.of("cookie", "a=1"));
    }

    @Test
    void ofAHeaderThatOccursTwiceTheFirstIsKept() {
        assertThat(new KeptHeaders(Set.of("x-trace")).of(headers)).isEqualTo(Map.of("x-trace", "7"));
    }

    @Test
    void withoutNamesNothingIsKept() {
        assertThat(new KeptHeaders(Set.of()).of(headers)).isEmpty();
    }
}
