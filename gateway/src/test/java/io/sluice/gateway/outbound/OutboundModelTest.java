package io.sluice.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.channel.SlowConsumerPolicy;
import io.sluice.gateway.fakes.Messages;
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
 * Answers and publications, small and large, prompt and delayed, go to clients that stall and read again at any time. What
 * arrives is what was sent, in its order, until the client leaves or its queue overflows; and it is all of it, once the client
 * reads and the delays are over.
 */
class OutboundModelTest {

    private static final int CLIENTS = 3;
    private static final int QUEUE_BYTES = 200_000;
    private static final long[] DELAYS_MILLIS = {0, 0, 2, 20, 300};

    private enum Kind {
        ANSWER,
        BROADCAST,
        BROADCAST_LARGE,
        TURN,
        ELAPSE,
        STALL,
        READ_SOME,
        READ_ALL,
        CLOSE
    }

    private record Action(Kind kind, int client, int amount) {}

    @Property(tries = 500)
    void whatArrivesIsWhatWasSentInItsOrder(@ForAll("actions") List<Action> actions) {
        Model model = new Model();
        actions.forEach(model::carryOut);
        model.end();
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(6, Kind.ANSWER),
                Tuple.of(10, Kind.BROADCAST),
                Tuple.of(6, Kind.BROADCAST_LARGE),
                Tuple.of(6, Kind.TURN),
                Tuple.of(4, Kind.ELAPSE),
                Tuple.of(3, Kind.STALL),
                Tuple.of(4, Kind.READ_SOME),
                Tuple.of(2, Kind.READ_ALL),
                Tuple.of(1, Kind.CLOSE));
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, CLIENTS - 1),
                        Arbitraries.integers().between(0, 999))
                .as(Action::new)
                .list()
                .ofMaxSize(120);
    }

    private static final class Model {

        private final TestLoop loop = new TestLoop(QUEUE_BYTES);
        private final List<TestLoop.Client> clients = new ArrayList<>();
        private final List<List<String>> sent = new ArrayList<>();
        private int number;

        Model() {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(loop.client());
                sent.add(new ArrayList<>());
            }
        }

        void carryOut(Action action) {
            TestLoop.Client client = clients.get(action.client());
            number++;
            switch (action.kind()) {
                case ANSWER -> deliver(action.client(), Messages.answer(number), DeliveryOptions.PROMPT, "#" + number);
                case BROADCAST -> broadcast(Messages.publication("c", number), action.amount(), "c=" + number);
                case BROADCAST_LARGE -> {
                    // Up to 40,000 bytes: some fill a frame, some more than that.
                    Message message = Messages.large("c", number + "-", 20 + 40 * action.amount());
                    broadcast(message, action.amount(), "c=" + number + "-");
                }
                case TURN -> loop.hand().turn();
                case ELAPSE -> loop.hand().elapse(Duration.ofMillis(action.amount() / 20));
                case STALL -> client.socket().stall();
                case READ_SOME -> client.socket().take(100L * action.amount());
                case READ_ALL -> client.socket().takeAll();
                case CLOSE -> client.close();
            }
            clients.forEach(this::nothingIsOutOfPlace);
        }

        private void broadcast(Message message, int amount, String beginning) {
            long delay = Duration.ofMillis(DELAYS_MILLIS[amount % DELAYS_MILLIS.length])
                    .toNanos();
            DeliveryOptions options = new DeliveryOptions(delay, SlowConsumerPolicy.DISCONNECT, "");
            for (int i = 0; i < CLIENTS; i++) {
                deliver(i, message, options, beginning);
            }
        }

        private void deliver(int client, Message message, DeliveryOptions options, String beginning) {
            if (!clients.get(client).isClosed()) {
                sent.get(client).add(beginning);
                clients.get(client).deliver(message, options);
            }
        }

        private void nothingIsOutOfPlace(TestLoop.Client client) {
            List<String> arrived = client.socket().arrived();
            List<String> expected = sent.get(clients.indexOf(client));
            assertThat(arrived.size()).isLessThanOrEqualTo(expected.size());
            for (int i = 0; i < arrived.size(); i++) {
                assertThat(arrived.get(i)).startsWith(expected.get(i));
            }
            assertThat(client.outbound().queuedBytes()).isLessThanOrEqualTo(QUEUE_BYTES);
        }

        void end() {
            clients.forEach(client -> client.socket().takeAll());
            loop.hand().elapse(1000);
            for (int i = 0; i < CLIENTS; i++) {
                TestLoop.Client client = clients.get(i);
                nothingIsOutOfPlace(client);
                if (!client.isClosed()) {
                    assertThat(client.socket().arrived()).hasSameSizeAs(sent.get(i));
                    assertThat(client.outbound().queuedBytes()).isZero();
                }
                client.close();
            }
            loop.frames().assertAllReleased();
        }
    }
}
