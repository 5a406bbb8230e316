package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.fakes.FakeBroker;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Two clients that behave as the SDKs do, a node, and a stream behind a wire that loses things, in any interleaving. Each client sees
 * each offset once and in order, or is told that it does not; and in the end everybody is where the stream is.
 */
class SubscriptionModelTest {

    private static final String CHANNEL = "past:1";
    private static final int KEPT = 6;

    private enum Action {
        PUBLISH,
        /** Published, but lost between the broker and the node. */
        PUBLISH_LOST,
        /** The oldest publication on the wire reaches the node. */
        ARRIVE,
        /** The broker answers the oldest call. */
        ANSWER,
        SUBSCRIBE,
        UNSUBSCRIBE,
        /** The connection breaks, and the client comes back. */
        RECONNECT,
        /** The server ends the subscription. */
        SERVER_UNSUBSCRIBE,
        /** The broker no longer delivers the channel. */
        CHANNEL_LOST,
        /** The stream begins anew. */
        RESTART,
        /** Long enough for the node to give up a channel that nobody wants. */
        WHILE_PASSES,
        /** Long enough for a check of the position. */
        MINUTE_PASSES
    }

    private record Step(Action action, int client) {}

    @Property(tries = 500)
    void eachOffsetIsSeenOnceInOrderOrTheClientIsTold(@ForAll("steps") List<Step> steps) {
        Model model = new Model();
        steps.forEach(model::carryOut);
        model.end();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Action> actions = Arbitraries.frequency(
                Tuple.of(12, Action.PUBLISH),
                Tuple.of(2, Action.PUBLISH_LOST),
                Tuple.of(12, Action.ARRIVE),
                Tuple.of(12, Action.ANSWER),
                Tuple.of(8, Action.SUBSCRIBE),
                Tuple.of(2, Action.UNSUBSCRIBE),
                Tuple.of(3, Action.RECONNECT),
                Tuple.of(1, Action.SERVER_UNSUBSCRIBE),
                Tuple.of(1, Action.CHANNEL_LOST),
                Tuple.of(1, Action.RESTART),
                Tuple.of(1, Action.WHILE_PASSES),
                Tuple.of(1, Action.MINUTE_PASSES));
        return actions.flatMap(action -> Arbitraries.integers().between(0, 1).map(client -> new Step(action, client)))
                .list()
                .ofMaxSize(60);
    }

    private static final class Model {

        private final TestNode node = new TestNode("ping_interval=0s");
        private final List<Publication> stream = new ArrayList<>();
        private final Deque<Publication> wire = new ArrayDeque<>();
        private final List<Sdk> clients = new ArrayList<>();
        private int life = 1;
        private long top;

        Model() {
            node.broker().hold().stream(this::read);
            clients.add(new Sdk(node));
            clients.add(new Sdk(node));
        }

        void carryOut(Step step) {
            Sdk client = clients.get(step.client());
            switch (step.action()) {
                case PUBLISH -> wire.add(publish());
                case PUBLISH_LOST -> publish();
                case ARRIVE -> arrive();
                case ANSWER -> node.broker().answerNext();
                case SUBSCRIBE -> client.subscribe();
                case UNSUBSCRIBE -> client.unsubscribe();
                case RECONNECT -> client.reconnect();
                case SERVER_UNSUBSCRIBE -> node.control().unsubscribe(client.target(), CHANNEL);
                case CHANNEL_LOST -> node.broker().lose(CHANNEL);
                case RESTART -> restart();
                case WHILE_PASSES -> node.pass(Duration.ofMillis(1500));
                case MINUTE_PASSES -> node.pass(Duration.ofSeconds(60));
            }
            settle();
        }

        /** Everything comes to rest, and whoever was told to begins anew. */
        void end() {
            while (!wire.isEmpty()) {
                arrive();
                settle();
            }
            for (int round = 0; round < 3; round++) {
                while (node.broker().answerNext()) {
                    settle();
                }
                node.broker().release();
                clients.forEach(Sdk::subscribe);
                settle();
                node.pass(Duration.ofSeconds(100));
                settle();
            }
            for (Sdk client : clients) {
                assertThat(client.epoch).isEqualTo(epoch());
                assertThat(client.seen).isEqualTo(top);
            }
            node.broker().takeCalls();
            node.hooks().forget();
            node.end();
        }

        private void settle() {
            node.loop().settle();
            clients.forEach(Sdk::hear);
        }

        private Publication publish() {
            top++;
            Publication publication = FakeBroker.publication(top, epoch(), "\"" + epoch() + top + "\"");
            stream.add(publication);
            if (stream.size() > KEPT) {
                stream.remove(0);
            }
            return publication;
        }

        private void arrive() {
            Publication oldest = wire.poll();
            if (oldest != null) {
                node.broker().deliver(CHANNEL, oldest, false);
            }
        }

        private void restart() {
            life++;
            top = 0;
            stream.clear();
        }

        private String epoch() {
            return "life" + life + "-";
        }

        private HistoryPage read(HistoryQuery query) {
            Stream<Publication> wanted = stream.stream()
                    .filter(each -> query.since().isEmpty()
                            || each.offset() > query.since().get().offset());
            return new HistoryPage(wanted.limit(query.limit()).toList(), new StreamPosition(top, epoch()));
        }
    }

    /** A client library with one subscription, as the reference describes what they do. */
    private static final class Sdk {

        private enum State {
            OUT,
            ASKED,
            IN
        }

        private final TestNode node;
        private TestClient client;
        private State state = State.OUT;
        private boolean recovers;
        private long seen;
        private String epoch = "";
        private int lastId = 1;

        Sdk(TestNode node) {
            this.node = node;
            this.client = node.connectedAs("ann");
        }

        ClientTarget target() {
            return new ClientTarget(java.util.Optional.empty(), client.session().id(), "");
        }

        void subscribe() {
            if (state == State.OUT) {
                state = State.ASKED;
                String recover = recovers ? ",'recover':true,'offset':" + seen + ",'epoch':'" + epoch + "'" : "";
                client.say("{'id':" + ++lastId + ",'subscribe':{'channel':'" + CHANNEL + "','flag':1" + recover + "}}");
            }
        }

        void unsubscribe() {
            if (state == State.IN) {
                client.say("{'id':" + ++lastId + ",'unsubscribe':{'channel':'" + CHANNEL + "'}}");
            }
        }

        void reconnect() {
            hear();
            client.leave();
            client.connection().takeEvents();
            state = State.OUT;
            client = node.connectedAs("ann");
        }

        void hear() {
            for (String event : client.connection().takeEvents()) {
                if (event.startsWith("close 3010")) {
                    reconnect();
                    return;
                }
                if (event.startsWith("{")) {
                    take(new JsonObject(event));
                }
            }
        }

        private void take(JsonObject reply) {
            if (reply.containsKey("push")) {
                JsonObject push = reply.getJsonObject("push");
                assertThat(state)
                        .as("nothing comes to who is not subscribed: " + push)
                        .isEqualTo(State.IN);
                if (push.containsKey("unsubscribe")) {
                    state = State.OUT;
                } else {
                    take(push.getJsonObject("pub"), epoch);
                }
            } else if (reply.containsKey("subscribe")) {
                subscribed(reply.getJsonObject("subscribe"));
            } else if (reply.containsKey("unsubscribe")) {
                state = State.OUT;
            } else {
                throw new AssertionError("expected no " + reply);
            }
        }

        private void subscribed(JsonObject result) {
            state = State.IN;
            boolean recovered = result.getBoolean("recovered", false);
            assertThat(result.getBoolean("was_recovering", false)).isEqualTo(recovers);
            if (recovered) {
                assertThat(result.getLong("offset", 0L)).isEqualTo(seen);
                assertThat(epoch).isIn("", result.getString("epoch"));
            }
            // Who is not recovered is told so, and begins with what comes next.
            seen = result.getLong("offset", 0L);
            epoch = result.getString("epoch");
            recovers = true;
            for (Object each : result.getJsonArray("publications", new JsonArray())) {
                take((JsonObject) each, epoch);
            }
        }

        private void take(JsonObject publication, String ofEpoch) {
            assertThat(publication.getLong("offset")).isEqualTo(seen + 1);
            assertThat(publication.getString("data")).isEqualTo(ofEpoch + (seen + 1));
            seen++;
        }
    }
}
