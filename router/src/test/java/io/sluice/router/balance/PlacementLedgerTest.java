package io.sluice.router.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.backend.LoadReport;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacementLedgerTest {

    private final PlacementLedger ledger = new PlacementLedger();

    @Test
    void placementsAddToTheReport() {
        ledger.reported(new LoadReport(1, 100));
        enter(7);
        assertThat(ledger.load()).isEqualTo(107);
    }

    @Test
    void placementsStillCountAfterTheNextReportWhichMayLackThem() {
        ledger.reported(new LoadReport(1, 100));
        enter(7);
        ledger.reported(new LoadReport(2, 100));
        assertThat(ledger.load()).isEqualTo(107);
    }

    @Test
    void placementsAreLeftToTheReportAfterTheOneAfter() {
        ledger.reported(new LoadReport(1, 100));
        enter(7);
        ledger.reported(new LoadReport(2, 100));
        ledger.reported(new LoadReport(3, 107));
        assertThat(ledger.load()).isEqualTo(107);
    }

    @Test
    void placementsOfTwoGenerationsAddUp() {
        ledger.reported(new LoadReport(1, 0));
        enter(2);
        ledger.reported(new LoadReport(2, 0));
        enter(3);
        assertThat(ledger.load()).isEqualTo(5);
    }

    @Test
    void theSameReportReadTwiceDoesNotForgetAnything() {
        ledger.reported(new LoadReport(1, 10));
        enter(4);
        IntStream.range(0, 5).forEach(i -> ledger.reported(new LoadReport(1, 10)));
        assertThat(ledger.load()).isEqualTo(14);
    }

    @Test
    void aBackendThatCountsItsHeartbeatsFromOneAgainIsBelieved() {
        ledger.reported(new LoadReport(900, 5000));
        ledger.reported(new LoadReport(1, 3));
        assertThat(ledger.load()).isEqualTo(3);
    }

    @Test
    void aConnectionThatEndsBeforeItIsReportedNoLongerCounts() {
        ledger.reported(new LoadReport(1, 10));
        List<PlacementLedger.Entry> entries = enter(4);
        entries.get(0).leave();
        ledger.reported(new LoadReport(2, 10));
        entries.get(1).leave();
        assertThat(ledger.load()).isEqualTo(12);
    }

    @Test
    void aConnectionThatEndsAfterItWasReportedIsLeftToTheReports() {
        ledger.reported(new LoadReport(1, 0));
        List<PlacementLedger.Entry> entries = enter(1);
        ledger.reported(new LoadReport(2, 1));
        ledger.reported(new LoadReport(3, 1));
        entries.get(0).leave();
        assertThat(ledger.load()).isEqualTo(1);
    }

    @Test
    void withoutReportsTheOpenConnectionsAreTheLoad() {
        List<PlacementLedger.Entry> entries = enter(9);
        ledger.reported(null);
        entries.subList(0, 4).forEach(PlacementLedger.Entry::leave);
        assertThat(ledger.load()).isEqualTo(5);
    }

    @Test
    void noPlacementIsLostWhenReportsArriveInBetween() throws InterruptedException {
        int threads = 4;
        int each = 20_000;
        CountDownLatch done = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            new Thread(() -> {
                        IntStream.range(0, each).forEach(n -> ledger.enter().leave());
                        done.countDown();
                    })
                    .start();
        }
        for (long sequence = 1; done.getCount() > 0; sequence++) {
            ledger.reported(new LoadReport(sequence, 0));
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ledger.load()).isZero();
    }

    private List<PlacementLedger.Entry> enter(int count) {
        return IntStream.range(0, count).mapToObj(i -> ledger.enter()).toList();
    }
}
