package io.sluice.router.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ZonePreferenceTest {

    private final ZonePreference preference = new ZonePreference("east");

    @Test
    void theBackendsOfTheZoneComeFirst() {
        assertThat(narrowed(100, 95)).containsExactly("near");
    }

    @Test
    void withoutAZoneNobodyIsPreferred() {
        List<Candidate> candidates = candidates(0, 0);
        assertThat(new ZonePreference("").narrow(candidates)).isEqualTo(candidates);
    }

    @Test
    void whenNobodyOfTheZoneIsLeftTheOthersAreUsed() {
        List<Candidate> candidates = List.of(Candidates.inZone("far", "west", 5));
        assertThat(preference.narrow(candidates)).isEqualTo(candidates);
    }

    @Test
    void aZoneAQuarterAboveTheOthersOverflows() {
        assertThat(narrowed(125, 100)).containsExactly("near");
        assertThat(narrowed(126, 100)).containsExactly("near", "far");
    }

    @Test
    void aHandfulOfConnectionsIsNoOverload() {
        assertThat(narrowed(10, 0)).containsExactly("near");
        assertThat(narrowed(11, 0)).containsExactly("near", "far");
    }

    private List<String> narrowed(long near, long far) {
        return preference.narrow(candidates(near, far)).stream()
                .map(candidate -> candidate.backend().id())
                .toList();
    }

    private static List<Candidate> candidates(long near, long far) {
        return List.of(Candidates.inZone("near", "east", near), Candidates.inZone("far", "west", far));
    }
}
