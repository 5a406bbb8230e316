package io.sluice.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.redis.Outcomes;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every broker promises of streams, also of those that lost publications; each implementation runs it. */
public abstract class LostStreamContract extends StreamContract {

    @Test
    void aStreamThatLostItsNewestPublicationsHasANewEpochAndKeepsTheRest() {
        publish(1, 3, kept(LIMITS));
        StreamPosition before = all().top();

        StreamCheck check = check(new StreamPosition(5, before.epoch()), 0, 0);

        assertThat(check.wentBack()).isTrue();
        assertThat(check.top().epoch()).matches("[A-Za-z]{8}").isNotEqualTo(before.epoch());
        assertThat(check.top().offset()).isEqualTo(3);
        assertThat(all().top()).isEqualTo(check.top());
        assertThat(data(all())).containsExactly("1", "2", "3");
        assertThat(all().publications().stream().map(Publication::epoch))
                .containsOnly(check.top().epoch());
        assertThat(Outcomes.of(peer().publish(channel, text(4, 0), kept(LIMITS)))
                        .position())
                .isEqualTo(new StreamPosition(4, check.top().epoch()));
    }

    @Test
    void aStreamThatHasGrownAgainSinceItWentBackIsKnownByWhatStandsWhereSomethingElseWasHeard() {
        publish(1, 3, kept(LIMITS));
        Outcomes.of(peer().publish(channel, text(4, 2000), kept(LIMITS)));
        publish(5, 6, kept(LIMITS));
        StreamPosition before = all().top();

        StreamCheck check = check(new StreamPosition(4, before.epoch()), 4, 1000);

        assertThat(check.wentBack()).isTrue();
        assertThat(check.top().offset()).isEqualTo(6);
        assertThat(check.top().epoch()).isNotEqualTo(before.epoch());
    }

    @Test
    void aStreamThatHoldsWhatWasHeardKeepsItsEpoch() {
        Outcomes.of(peer().publish(channel, text(1, 1000), kept(LIMITS)));
        Outcomes.of(peer().publish(channel, text(2, 0), kept(LIMITS)));
        StreamPosition top = all().top();

        for (StreamCheck check : List.of(
                check(top, 1, 1000),
                check(top, 2, 0),
                check(top, 0, 0),
                check(new StreamPosition(1, top.epoch()), 1, 1000),
                Outcomes.of(broker().check(channel, StreamSight.NOTHING, META_TTL)))) {
            assertThat(check).isEqualTo(new StreamCheck(top, false));
        }
        assertThat(check(new StreamPosition(2, top.epoch()), 2, 1000))
                .as("a publication whose time is not known")
                .isEqualTo(new StreamCheck(top, false));
    }

    @Test
    void whatIsNoLongerKeptIsNoEvidence() {
        publish(1, 5, kept(new StreamLimits(2, Duration.ofMinutes(1), META_TTL)));
        StreamPosition top = all().top();

        assertThat(check(top, 3, 1000)).isEqualTo(new StreamCheck(top, false));
        Outcomes.of(broker().removeHistory(channel));
        assertThat(check(top, 5, 1000)).isEqualTo(new StreamCheck(top, false));
        Outcomes.of(peer().publish(channel, text(6, 0), kept(LIMITS)));
        assertThat(check(top, 5, 1000).wentBack()).isFalse();
    }

    @Test
    void whatWasHadOfAnotherEpochIsNoEvidence() {
        publish(1, 3, kept(LIMITS));
        StreamPosition top = all().top();

        assertThat(check(new StreamPosition(9, "elsewhere"), 1, 1000)).isEqualTo(new StreamCheck(top, false));
        assertThat(check(new StreamPosition(9, ""), 1, 1000)).isEqualTo(new StreamCheck(top, false));
    }

    @Test
    void ofAllWhoFindThatAStreamWentBackOneGivesTheNewEpoch() {
        publish(1, 3, kept(LIMITS));
        StreamPosition reached = new StreamPosition(9, all().top().epoch());

        List<StreamCheck> checks = IntStream.range(0, 20)
                .mapToObj(
                        i -> (i % 2 == 0 ? broker() : peer()).check(channel, new StreamSight(reached, 0, 0), META_TTL))
                .toList()
                .stream()
                .map(Outcomes::of)
                .toList();

        assertThat(checks.stream().filter(StreamCheck::wentBack)).hasSize(1);
        assertThat(checks.stream().map(StreamCheck::top)).containsOnly(all().top());
    }

    @Test
    void aCheckOfAnUnusedStreamBeginsItAndKeepsItLikeARead() {
        StreamCheck check = check(new StreamPosition(9, "elsewhere"), 9, 1000);

        assertThat(check.wentBack()).isFalse();
        assertThat(check.top().offset()).isZero();
        assertThat(all().top()).isEqualTo(check.top());
    }

    private StreamCheck check(StreamPosition reached, long heardOffset, long heardTime) {
        return Outcomes.of(broker().check(channel, new StreamSight(reached, heardOffset, heardTime), META_TTL));
    }
}
