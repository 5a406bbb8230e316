package io.sluice.loadtest.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.loadtest.load.Arrival;
import io.sluice.loadtest.load.Departure;
import io.sluice.loadtest.load.Ending;
import io.sluice.loadtest.load.Reception;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JournalTest {
    private static final Ending SHUTDOWN = new Ending(3001, "shutdown");
    private static final Ending RESET = new Ending(Ending.ABNORMAL, "");

    private final Journal journal = new Journal();

    private static Arrival arrival(int client, String node, long nanos) {
        return new Arrival(client, node, nanos > 10, nanos, nanos + 1);
    }

    private void add(List<Arrival> arrivals, List<Departure> departures) {
        Reception nothing = Reception.sum(List.of());
        journal.add(
                new Reception(nothing.undisturbed(), nothing.returned(), 0, 0, 0, 0, 0, 0, 0, 0, arrivals, departures));
    }

    @Test
    void clientsAreWhereTheyArrivedLast() {
        add(List.of(arrival(1, "a", 1), arrival(2, "a", 2), arrival(3, "b", 3)), List.of());
        add(List.of(arrival(1, "b", 30)), List.of(new Departure(1, "a", SHUTDOWN, 20)));

        assertThat(journal.spread(3)).isEqualTo(new Spread(List.of(2, 1, 0)));
        assertThat(journal.subscribed()).isEqualTo(3);
    }

    @Test
    void whoDepartsIsNowhereUntilItArrivesAgain() {
        add(List.of(arrival(1, "a", 1), arrival(2, "a", 2)), List.of());
        add(List.of(), List.of(new Departure(2, "a", RESET, 20)));

        assertThat(journal.subscribed()).isEqualTo(1);
    }

    @Test
    void aClientThatCameAndWentTwiceBetweenTwoLooksIsWhereItCameLast() {
        add(List.of(arrival(1, "a", 1)), List.of());
        add(
                List.of(arrival(1, "b", 30), arrival(1, "a", 50)),
                List.of(new Departure(1, "a", SHUTDOWN, 20), new Departure(1, "b", SHUTDOWN, 40)));
        assertThat(journal.subscribed()).isEqualTo(1);
        assertThat(journal.departuresByClient(0)).isEqualTo(Map.of(1, 2L));

        add(
                List.of(arrival(1, "b", 70)),
                List.of(new Departure(1, "a", SHUTDOWN, 60), new Departure(1, "b", SHUTDOWN, 80)));
        assertThat(journal.subscribed()).isZero();
    }

    @Test
    void onlyWhatHappenedSinceThenCounts() {
        add(
                List.of(arrival(1, "a", 1), arrival(2, "a", 2), arrival(2, "b", 25)),
                List.of(new Departure(1, "a", SHUTDOWN, 30), new Departure(2, "a", RESET, 20)));

        assertThat(journal.departuresByClient(25)).isEqualTo(Map.of(1, 1L));
        assertThat(journal.endings(0)).isEqualTo(Map.of("3001 (shutdown)", 1L, "1006", 1L));
        assertThat(journal.departureTimes(0, departure -> departure.ending().code() == 3001))
                .isEqualTo(Map.of("a", List.of(30L)));
        assertThat(journal.lastReturn(20)).hasValue(26);
        assertThat(journal.lastReturn(27)).isEmpty();
        assertThat(journal.handshakeTimes()).isEqualTo(Map.of("a", List.of(1L, 2L), "b", List.of(25L)));
    }
}
