package io.sluice.gateway.broker.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.PublishOptions;
import org.junit.jupiter.api.Test;

class RememberedResultsTest {

    private static final long TTL = PublishOptions.IDEMPOTENCY_TTL.toMillis();

    private final RememberedResults results = new RememberedResults(2);

    @Test
    void aResultIsKnownForItsTime() {
        results.remember("a", "key", new StreamPosition(7, "e"), 0);

        assertThat(results.find("a", "key", TTL - 1)).isEqualTo(new StreamPosition(7, "e"));
        assertThat(results.find("a", "key", TTL)).isNull();
        assertThat(results.size()).isZero();
    }

    @Test
    void theOldestMakesRoom() {
        results.remember("a", "1", new StreamPosition(1, "e"), 0);
        results.remember("a", "2", new StreamPosition(2, "e"), 0);
        results.remember("b", "1", new StreamPosition(3, "e"), 0);

        assertThat(results.size()).isEqualTo(2);
        assertThat(results.find("a", "1", 0)).isNull();
        assertThat(results.find("b", "1", 0)).isEqualTo(new StreamPosition(3, "e"));
    }
}
