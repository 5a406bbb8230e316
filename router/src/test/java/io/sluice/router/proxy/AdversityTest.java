package io.sluice.router.proxy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What bad backends and bad clients do stays between them and the proxy. */
class AdversityTest {

    static Stream<Adversity> adversities() {
        return Stream.concat(LyingBackends.all(), HostileClients.all());
    }

    @ParameterizedTest
    @MethodSource("adversities")
    void theNeighboursAreUnharmed(Adversity adversity) throws Exception {
        try (Arena arena = Arena.open()) {
            adversity.strike().at(arena);
            arena.assertNeighboursUnharmed();
        }
    }
}
