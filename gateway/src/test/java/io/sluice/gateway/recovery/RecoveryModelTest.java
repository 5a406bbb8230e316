package io.sluice.gateway.recovery;

import static io.sluice.gateway.recovery.StreamFixtures.at;
import static io.sluice.gateway.recovery.StreamFixtures.between;
import static io.sluice.gateway.recovery.StreamFixtures.offsets;
import static io.sluice.gateway.recovery.StreamFixtures.publication;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.recovery.PositionTracker.Standing;
import io.sluice.gateway.recovery.PositionTracker.Step;
import io.sluice.gateway.recovery.RecoveryDecision.Rule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/**
 * A stream, the wire from it to a node, and one subscriber, in any interleaving of what each of them does. Whatever happens, the
 * subscriber sees every publication once and in order, or is told that it does not; and nobody is told who missed nothing.
 */
class RecoveryModelTest {

    private static final int KEPT = 6;
    private static final int LIMIT = 4;

    private enum Action {
        PUBLISH,
        /** Published, but lost between the broker and the node. */
        PUBLISH_LOST,
        /** The oldest message on the wire reaches the node. */
        ARRIVE,
        /** The subscriber listens, then reads the stream, then gets its reply. */
        NEXT_STAGE,
        EXPIRE,
        RESTART
    }

    @Property(tries = 5000)
    void aSubscriberSeesEverythingOnceOrIsTold(
            @ForAll("anything") List<Action> actions, @ForAll Rule rule, @ForAll @IntRange(max = 5) int seenBefore) {
        Model model = new Model(rule, seenBefore);
        actions.forEach(model::carryOut);
        model.end();
        if (!model.told) {
            assertThat(model.clientAt).isEqualTo(model.top());
        }
    }

    @Property(tries = 3000)
    void nobodyIsToldWhoMissedNothing(
            @ForAll("harmless") List<Action> actions, @ForAll Rule rule, @ForAll @IntRange(max = 5) int seenBefore) {
        Model model = new Model(rule, seenBefore);
        actions.forEach(model::carryOut);
        model.end();
        if (rule == Rule.EVERYTHING && model.missedWhenRead > LIMIT) {
            assertThat(model.told).isTrue();
        } else {
            assertThat(model.told).isFalse();
            assertThat(model.clientAt).isEqualTo(model.top());
        }
    }

    @Provide
    Arbitrary<List<Action>> anything() {
        return Arbitraries.frequency(
                        Tuple.of(10, Action.PUBLISH),
                        Tuple.of(2, Action.PUBLISH_LOST),
                        Tuple.of(8, Action.ARRIVE),
                        Tuple.of(3, Action.NEXT_STAGE),
                        Tuple.of(1, Action.EXPIRE),
                        Tuple.of(1, Action.RESTART))
                .list()
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<Action>> harmless() {
        return Arbitraries.frequency(
                        Tuple.of(5, Action.PUBLISH), Tuple.of(6, Action.ARRIVE), Tuple.of(3, Action.NEXT_STAGE))
                .list()
                .ofMaxSize(40);
    }

    private static final class Model {

        private final Rule rule;
        private final StreamPosition asked;

        private String epoch = "A";
        private long topOffset;
        private final List<Publication> stream = new ArrayList<>();
        private final ArrayDeque<Publication> wire = new ArrayDeque<>();

        private boolean listening;
        private final List<Publication> buffered = new ArrayList<>();
        private @Nullable RecoveryDecision decision;
        private @Nullable PositionTracker tracker;
        private long missedWhenRead;

        private boolean told;
        private StreamPosition clientAt;

        Model(Rule rule, int seenBefore) {
            this.rule = rule;
            publish(5);
            wire.clear();
            asked = at(seenBefore, "A");
            clientAt = asked;
        }

        void carryOut(Action action) {
            switch (action) {
                case PUBLISH -> publish(1);
                case PUBLISH_LOST -> {
                    publish(1);
                    wire.removeLast();
                }
                case ARRIVE -> arrive();
                case NEXT_STAGE -> nextStage();
                case EXPIRE -> stream.clear();
                case RESTART -> {
                    stream.clear();
                    epoch += "'";
                    topOffset = 0;
                }
            }
        }

        /** Everything that is on its way arrives, and the position is checked once. */
        void end() {
            while (tracker == null && !told) {
                nextStage();
            }
            while (!wire.isEmpty()) {
                arrive();
            }
            if (!told && tracker != null) {
                told = tracker.standing(top()) != Standing.AT_TOP;
            }
        }

        StreamPosition top() {
            return at(topOffset, epoch);
        }

        private void publish(int count) {
            for (int i = 0; i < count; i++) {
                Publication publication = publication(++topOffset, epoch);
                stream.add(publication);
                if (stream.size() > KEPT) {
                    stream.remove(0);
                }
                wire.add(publication);
            }
        }

        private void arrive() {
            Publication publication = wire.poll();
            if (publication == null || !listening || told) {
                return;
            }
            if (tracker == null) {
                buffered.add(publication);
                return;
            }
            Step step = tracker.accept(publication);
            if (step == Step.DELIVER) {
                clientSees(publication);
            }
            told = step == Step.INSUFFICIENT;
        }

        private void nextStage() {
            if (!listening) {
                listening = true;
            } else if (decision == null) {
                missedWhenRead = topOffset - asked.offset();
                decision = decide();
            } else if (tracker == null && !told) {
                reply(decision);
            }
        }

        private RecoveryDecision decide() {
            return switch (rule) {
                case FROM_NOW -> RecoveryDecision.fromNow(top());
                case EVERYTHING ->
                    RecoveryDecision.everything(asked, history(RecoveryDecision.queryForEverything(asked, LIMIT)));
                case NEWEST -> RecoveryDecision.newest(asked, history(RecoveryDecision.NEWEST_QUERY));
            };
        }

        private void reply(RecoveryDecision made) {
            RecoveryMerger.merge(made, buffered).ifPresentOrElse(this::begin, () -> told = true);
        }

        private void begin(RecoveredStart start) {
            boolean refused = rule != Rule.FROM_NOW && !start.recovered();
            clientAt = start.reported();
            if (rule == Rule.EVERYTHING && start.recovered()) {
                assertThat(clientAt).isEqualTo(asked);
                assertThat(offsets(start.publications()))
                        .isEqualTo(between(asked.offset(), start.reached().offset()));
            }
            for (Publication publication : start.publications()) {
                if (rule == Rule.NEWEST) {
                    clientAt = at(publication.offset() - 1, clientAt.epoch());
                }
                clientSees(publication);
            }
            if (rule == Rule.NEWEST) {
                assertThat(start.publications()).hasSizeLessThanOrEqualTo(1);
            }
            assertThat(clientAt).isEqualTo(start.reached());
            tracker = new PositionTracker(start.reached());
            told = refused;
        }

        private void clientSees(Publication publication) {
            assertThat(publication).isEqualTo(publication(clientAt.offset() + 1, clientAt.epoch()));
            clientAt = at(publication.offset(), publication.epoch());
        }

        private HistoryPage history(HistoryQuery query) {
            long since = query.since().map(StreamPosition::offset).orElse(0L);
            List<Publication> found = new ArrayList<>(
                    stream.stream().filter(it -> it.offset() > since).toList());
            if (query.reverse()) {
                Collections.reverse(found);
            }
            return new HistoryPage(found.stream().limit(query.limit()).toList(), top());
        }
    }
}
