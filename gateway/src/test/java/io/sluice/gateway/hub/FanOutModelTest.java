package io.sluice.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.fakes.Deliveries;
import io.sluice.gateway.fakes.FakeBroker;
import io.sluice.gateway.fakes.FakeFormat;
import io.sluice.gateway.fakes.HandLoop;
import io.sluice.gateway.fakes.RecordingSubscriber;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.DeliveryOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Clients come and go in any order, also in the middle of fan-outs, and each receives one unbroken run of publications: every
 * one from its coming to its going.
 */
class FanOutModelTest {

    private enum Kind {
        ADD,
        CANCEL,
        CANCEL_DURING_DELIVERY,
        PUBLISH,
        TURN,
        SETTLE
    }

    /** {@code many} and {@code which} are of use to some kinds only; {@code which} picks clients by its remainder. */
    private record Action(Kind kind, int many, int which) {}

    @Property(tries = 300)
    void everyClientReceivesEachPublicationFromItsComingToItsGoingOnce(@ForAll("actions") List<Action> actions) {
        Model model = new Model();
        actions.forEach(model::carryOut);
        model.check();
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(3, Kind.ADD),
                Tuple.of(4, Kind.CANCEL),
                Tuple.of(2, Kind.CANCEL_DURING_DELIVERY),
                Tuple.of(4, Kind.PUBLISH),
                Tuple.of(4, Kind.TURN),
                Tuple.of(1, Kind.SETTLE));
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(1, 100),
                        Arbitraries.integers().between(0, 999))
                .as(Action::new)
                .list()
                .ofMaxSize(40);
    }

    private static final class Client {

        private final RecordingSubscriber subscriber;
        // Publications are numbered from 1. Those up to firstPossible may have been over when it came, or not.
        private final int surelyOverBefore;
        private final int publishedBefore;
        private Subscription subscription;
        private boolean gone;
        private int receivedWhenGone;
        private int surelyOverWhenGone;

        Client(RecordingSubscriber subscriber, int surelyOverBefore, int publishedBefore) {
            this.subscriber = subscriber;
            this.surelyOverBefore = surelyOverBefore;
            this.publishedBefore = publishedBefore;
        }

        List<Integer> received() {
            return subscriber.received().stream()
                    .map(text -> Integer.parseInt(text.substring("news=".length())))
                    .toList();
        }
    }

    private static final class Model {

        private final HandLoop loop = new HandLoop();
        private final LoopCounters counters = new LoopCounters();
        private final FakeFormat format = new FakeFormat(0);
        private final HubShard shard = new HubShard(
                0,
                loop.loopTasks(),
                new TurnBudget(loop.loopTasks(), loop.clock()),
                Nodes.subscriptions(loop, new FakeBroker(), Duration.ofSeconds(1)),
                counters,
                Deliveries.of(loop),
                Nodes.NO_WATCH);
        private final List<Client> everyone = new ArrayList<>();
        private final List<Client> present = new ArrayList<>();
        private int published;
        private int surelyOver;

        Model() {
            loop.clock().stepBy(Duration.ofMillis(3)); // A slice ends at the first look at the clock.
            add(); // Keeps the channel, so that a subscribe completes at once.
        }

        void carryOut(Action action) {
            switch (action.kind()) {
                case ADD -> {
                    for (int i = 0; i < action.many(); i++) {
                        add();
                    }
                }
                case CANCEL -> {
                    for (int i = 0; i < action.many() && present.size() > 1; i++) {
                        cancel(pick(action.which() * (i + 1)));
                    }
                }
                case CANCEL_DURING_DELIVERY -> {
                    Client victim = pick(action.which());
                    pick(action.many()).subscriber.onNextDelivery(() -> cancel(victim));
                }
                case PUBLISH -> {
                    published++;
                    shard.offer(List.of(FakeBroker.message("news", String.valueOf(published))));
                }
                case TURN -> {
                    loop.turn();
                    noteWhatIsOver();
                }
                case SETTLE -> settle();
            }
        }

        private void add() {
            Client client = new Client(new RecordingSubscriber(format), surelyOver, published);
            shard.subscribe("news", DeliveryOptions.PROMPT, client.subscriber)
                    .onSuccess(subscription -> client.subscription = subscription);
            if (everyone.isEmpty()) {
                loop.settle();
            }
            everyone.add(client);
            present.add(client);
        }

        private Client pick(int which) {
            return present.size() == 1 ? present.get(0) : present.get(1 + which % (present.size() - 1));
        }

        private void cancel(Client client) {
            if (client.gone || client == everyone.get(0)) {
                return;
            }
            client.gone = true;
            client.receivedWhenGone = client.received().size();
            client.surelyOverWhenGone = surelyOver;
            present.remove(client);
            client.subscription.cancel();
        }

        private void settle() {
            loop.settle();
            noteWhatIsOver();
        }

        private void noteWhatIsOver() {
            if (loop.waitingForIo() == 0) {
                surelyOver = published;
            }
        }

        void check() {
            settle();
            everyone.forEach(this::check);
            assertThat(counters.subscriptions.get()).isEqualTo(present.size());
            assertThat(counters.received.get()).isEqualTo(published);
            assertThat(counters.delivered.get())
                    .isEqualTo(everyone.stream()
                            .mapToInt(client -> client.received().size())
                            .sum());
            assertThat(format.encoded()).as("encodings").isLessThanOrEqualTo(published);
        }

        private void check(Client client) {
            List<Integer> received = client.received();
            for (int i = 1; i < received.size(); i++) {
                assertThat(received.get(i)).as("an unbroken run").isEqualTo(received.get(i - 1) + 1);
            }
            int last = client.gone ? client.surelyOverWhenGone : published;
            if (received.isEmpty()) {
                assertThat(last).as("nothing was to be received").isLessThanOrEqualTo(client.publishedBefore);
            } else {
                assertThat(received.get(0))
                        .as("the first one")
                        .isBetween(client.surelyOverBefore + 1, client.publishedBefore + 1);
                assertThat(received.get(received.size() - 1)).as("the last one").isGreaterThanOrEqualTo(last);
            }
            if (client.gone) {
                assertThat(received).as("nothing after it went").hasSize(client.receivedWhenGone);
            }
        }
    }
}
