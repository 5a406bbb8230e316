package io.sluice.common.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CauseChainTest {

    @Test
    void aFailureIsFollowedByItsCauses() {
        Throwable failure = new IllegalStateException("not published", new IOException("connection reset"));
        assertThat(CauseChain.of(failure))
                .isEqualTo("java.lang.IllegalStateException: not published; java.io.IOException: connection reset");
    }

    @Test
    void aChainThatLeadsBackIntoItselfEnds() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);
        assertThat(CauseChain.of(first).split("; "))
                .containsExactly(
                        "java.lang.Exception: first",
                        "java.lang.Exception: second",
                        "java.lang.Exception: first",
                        "java.lang.Exception: second");
    }
}
