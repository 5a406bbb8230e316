package io.sluice.common.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    /** Chooses the smallest of the numbers asked for. */
    private static final RandomGenerator SMALLEST = () -> 0L;

    private static final SourceKey HERE = source("203.0.113.1");
    private static final SourceKey THERE = source("203.0.113.2");

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void withoutLimitsEverybodyIsLetInAndNobodyNeedBeAsked() {
        Admission admission = admission(AdmissionTerms.UNLIMITED);

        assertThat(admission.open()).isTrue();
        assertThat(admission.ask(HERE)).isInstanceOf(Decision.Admitted.class);
        assertThat(admission.admitsUser("anna")).isTrue();
    }

    @Test
    void aFullNodeRefusesWith503UntilAConnectionCloses() {
        Admission admission = admission(terms(1, Optional.empty(), 0, SourceSettings.UNLIMITED));
        AdmissionTicket ticket = admitted(admission, HERE);

        assertThat(refused(admission, THERE)).isEqualTo(Refusal.CONNECTION_LIMIT);
        assertThat(Refusal.CONNECTION_LIMIT.status()).isEqualTo(503);
        ticket.close();
        ticket.close();
        assertThat(admission.connections()).isZero();
        admitted(admission, THERE);
        assertThat(refused(admission, HERE)).as("closed twice, but free once").isEqualTo(Refusal.CONNECTION_LIMIT);
    }

    @Test
    void handshakesUnderWayAreLimitedUntilTheirFirstAnswer() {
        Admission admission = admission(terms(0, Optional.empty(), 1, SourceSettings.UNLIMITED));
        AdmissionTicket ticket = admitted(admission, HERE);

        assertThat(refused(admission, THERE)).isEqualTo(Refusal.HANDSHAKES);
        ticket.handshakeOver();
        ticket.handshakeOver();
        assertThat(admission.handshakes()).isZero();
        AdmissionTicket second = admitted(admission, THERE);
        second.close();
        assertThat(admission.handshakes()).as("ended by the close").isZero();
    }

    @Test
    void clientsBeyondTheRateAreTold503AndTimesThatFollowTheRate() {
        Admission admission = admission(terms(0, Optional.of(new Rate(2, 1)), 0, SourceSettings.UNLIMITED));
        admitted(admission, HERE);
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waits.add(((Decision.Refused) admission.ask(HERE)).retryAfter());
        }

        assertThat(waits)
                .containsExactly(
                        Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(1500), Duration.ofSeconds(2));
        assertThat(admission.refused(Refusal.CONNECTION_RATE)).isEqualTo(4);
    }

    @Test
    void nobodyIsSentAwayForMoreThanAMinuteAndASecondHoweverManyCome() {
        Admission admission =
                admission(terms(0, Optional.of(new Rate(1, 1)), 0, SourceSettings.UNLIMITED), new Random(7));
        admitted(admission, HERE);
        for (int i = 0; i < 1000; i++) {
            Duration wait = ((Decision.Refused) admission.ask(HERE)).retryAfter();
            assertThat(wait).isBetween(Duration.ZERO, ComebackSchedule.LONGEST.plusSeconds(1));
        }
    }

    @Test
    void oneSourceThatComesTooFastTakesNothingFromTheOthers() {
        Admission admission = admission(terms(0, Optional.of(new Rate(1, 3)), 0, new SourceSettings(1, 2, 0, 10)));

        List<Refusal> refusals = new ArrayList<>();
        admitted(admission, HERE);
        admitted(admission, HERE);
        for (int i = 0; i < 10; i++) {
            refusals.add(refused(admission, HERE));
        }

        assertThat(refusals).isEqualTo(Collections.nCopies(10, Refusal.SOURCE_RATE));
        assertThat(Refusal.SOURCE_RATE.status()).isEqualTo(429);
        admitted(admission, THERE);
    }

    @Test
    void aSourceLosesNoTokenToANodeThatIsTooBusy() {
        Admission admission = admission(terms(0, Optional.of(new Rate(1, 1)), 0, new SourceSettings(0.1, 1, 1, 10)));
        admitted(admission, HERE);
        assertThat(refused(admission, THERE)).isEqualTo(Refusal.CONNECTION_RATE);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        admitted(admission, THERE);
    }

    @Test
    void aSourceHasOnlySoManyConnections() {
        Admission admission = admission(terms(0, Optional.empty(), 0, new SourceSettings(0, 0, 1, 10)));
        AdmissionTicket ticket = admitted(admission, HERE);

        assertThat(refused(admission, HERE)).isEqualTo(Refusal.SOURCE_CONNECTIONS);
        admitted(admission, THERE);
        ticket.close();
        admitted(admission, HERE);
    }

    @Test
    void aUserOpensOnlySoManyConnectionsASecond() {
        Admission admission =
                admission(new AdmissionTerms(0, Optional.empty(), 0, SourceSettings.UNLIMITED, new UserSettings(1, 2)));

        assertThat(admission.admitsUser("anna")).isTrue();
        assertThat(admission.admitsUser("anna")).isTrue();
        assertThat(admission.admitsUser("anna")).isFalse();
        assertThat(admission.admitsUser("bert")).isTrue();
        assertThat(admission.admitsUser("")).as("nobody").isTrue();
        assertThat(admission.refused(Refusal.USER_RATE)).isEqualTo(1);
    }

    @Test
    void retryAfterIsWholeSecondsAndNeverZero() {
        assertThat(seconds(Duration.ZERO)).isEqualTo("1");
        assertThat(seconds(Duration.ofSeconds(1))).isEqualTo("1");
        assertThat(seconds(Duration.ofMillis(1001))).isEqualTo("2");
    }

    @Test
    void anIpv6SourceIsA64AndAnIpv4SourceAnAddress() {
        assertThat(source("2001:db8:0:1::1")).isEqualTo(source("2001:db8:0:1:ffff::2"));
        assertThat(source("2001:db8:0:1::1")).isNotEqualTo(source("2001:db8:0:2::1"));
        assertThat(source("192.0.2.1")).isNotEqualTo(source("192.0.2.2"));
        assertThat(source("::ffff:192.0.2.1")).isEqualTo(source("192.0.2.1"));
        assertThat(SourceKey.of(Optional.empty())).isNotEqualTo(source("::"));
    }

    @Test
    void aStormIsLoggedOnceInTenSeconds() {
        RefusalLog log = new RefusalLog(Refusal.CONNECTION_RATE, nanos::get);
        assertThat(log.add()).isTrue();
        for (int i = 0; i < 100; i++) {
            assertThat(log.add()).isFalse();
        }
        nanos.addAndGet(RefusalLog.PAUSE.toNanos());
        assertThat(log.add()).isTrue();
        assertThat(log.count()).isEqualTo(102);
    }

    private Admission admission(AdmissionTerms terms) {
        return admission(terms, SMALLEST);
    }

    private Admission admission(AdmissionTerms terms, RandomGenerator random) {
        return new Admission(terms, nanos::get, random);
    }

    private static AdmissionTerms terms(int connections, Optional<Rate> rate, int handshakes, SourceSettings source) {
        return new AdmissionTerms(connections, rate, handshakes, source, UserSettings.UNLIMITED);
    }

    private static AdmissionTicket admitted(Admission admission, SourceKey source) {
        return ((Decision.Admitted) admission.ask(source)).ticket();
    }

    private static Refusal refused(Admission admission, SourceKey source) {
        return ((Decision.Refused) admission.ask(source)).refusal();
    }

    private static String seconds(Duration wait) {
        return new Decision.Refused(Refusal.CONNECTION_RATE, wait).retryAfterSeconds();
    }

    private static SourceKey source(String address) {
        return SourceKey.of(IpAddress.parse(address));
    }
}
