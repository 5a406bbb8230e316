package io.sluice.gateway.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.channel.SlowConsumerPolicy;
import io.sluice.gateway.fakes.FakeFormat;
import io.sluice.gateway.fakes.Messages;
import io.sluice.gateway.metrics.LoopCounters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Messages of all policies in one queue, taken out now and then. Whatever happens: answers and publications of the namespaces
 * that may not be dropped come out complete and in order; no channel's offsets go down; each key's latest publication comes out;
 * the counters account for all the rest.
 */
class SlowQueueModelTest {

    private static final int MAX_BYTES = 400;
    private static final DeliveryOptions TAGGED = options(SlowConsumerPolicy.CONFLATE, "symbol");

    private enum Kind {
        ANSWER,
        KEPT,
        DROPPABLE,
        CONFLATED,
        TAGGED,
        TAGLESS,
        POLL
    }

    private record Action(Kind kind, int key, int amount) {}

    @Property(tries = 500)
    void whatMayNotBeLostIsNotAndWhatMayIsCounted(@ForAll("actions") List<Action> actions) {
        Model model = new Model();
        for (Action action : actions) {
            if (!model.carryOut(action)) {
                return; // Full: the client is disconnected.
            }
        }
        model.end();
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(1, Kind.ANSWER),
                Tuple.of(1, Kind.KEPT),
                Tuple.of(8, Kind.DROPPABLE),
                Tuple.of(8, Kind.CONFLATED),
                Tuple.of(8, Kind.TAGGED),
                Tuple.of(3, Kind.TAGLESS),
                Tuple.of(9, Kind.POLL));
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 20))
                .as(Action::new)
                .list()
                .ofMaxSize(300);
    }

    private static final class Model {

        private final LoopCounters counters = new LoopCounters();
        private final FakeFormat format = new FakeFormat(0);
        private final SlowQueue queue = new SlowQueue(format, MAX_BYTES, counters);
        private final List<String> undroppable = new ArrayList<>();
        private final List<String> undroppableOut = new ArrayList<>();
        private final Map<String, String> latest = new HashMap<>();
        private final Map<String, String> latestOut = new HashMap<>();
        private final Map<String, Long> offsetsOut = new HashMap<>();
        private int number;
        private int in;
        private int out;
        private int droppable;
        private int droppableOut;
        private int lastDroppableOut = -1;

        boolean carryOut(Action action) {
            number++;
            boolean taken =
                    switch (action.kind()) {
                        case ANSWER -> kept(Messages.answer(number), DeliveryOptions.PROMPT);
                        case KEPT ->
                            kept(Messages.publication("k", number), options(SlowConsumerPolicy.DISCONNECT, ""));
                        case DROPPABLE -> {
                            droppable++;
                            yield offer(
                                    Messages.publication("d", number + pad(action)),
                                    options(SlowConsumerPolicy.DROP_OLDEST, ""));
                        }
                        case CONFLATED ->
                            keyed("c" + action.key(), "", action, options(SlowConsumerPolicy.CONFLATE, ""));
                        case TAGGED -> keyed("t", "s" + action.key(), action, TAGGED);
                        case TAGLESS -> keyed("t", "", action, TAGGED);
                        case POLL -> {
                            poll();
                            yield true;
                        }
                    };
            assertThat(queue.bytes()).isBetween(0L, (long) MAX_BYTES + 50);
            assertThat(counters.queuedBytes.get()).isEqualTo(queue.bytes());
            return taken;
        }

        private boolean kept(Message message, DeliveryOptions options) {
            undroppable.add(text(message));
            return offer(message, options);
        }

        /** Publications of all conflated channels have offsets, which rise by one. */
        private boolean keyed(String channel, String tag, Action action, DeliveryOptions options) {
            Map<String, String> tags = tag.isEmpty() ? Map.of() : Map.of("symbol", tag);
            Message message = Messages.publication(channel, number + pad(action), number, tags);
            latest.put(channel + "/" + tag, text(message));
            return offer(message, options);
        }

        private boolean offer(Message message, DeliveryOptions options) {
            in++;
            return queue.offer(message, options);
        }

        private void poll() {
            boolean wasEmpty = queue.isEmpty();
            Message peeked = queue.peek();
            Message message = queue.poll();
            assertThat(message).isSameAs(peeked);
            assertThat(message == null).isEqualTo(wasEmpty);
            if (message == null) {
                return;
            }
            out++;
            if (message.publication() == null || message.channel().equals("k")) {
                undroppableOut.add(text(message));
            } else if (message.channel().equals("d")) {
                droppableOut++;
                int position = Integer.parseInt(text(message).replaceAll("\\D", ""));
                assertThat(position).isGreaterThan(lastDroppableOut);
                lastDroppableOut = position;
            } else {
                conflatedOut(message);
            }
        }

        private void conflatedOut(Message message) {
            long offset = message.publication().offset();
            Long before = offsetsOut.put(message.channel(), offset);
            assertThat(offset).as("offsets of a channel").isGreaterThan(before == null ? 0 : before);
            String tag = message.publication().tags().getOrDefault("symbol", "");
            latestOut.put(message.channel() + "/" + tag, text(message));
        }

        void end() {
            while (!queue.isEmpty()) {
                poll();
            }
            assertThat(queue.bytes()).isZero();
            assertThat(undroppableOut).isEqualTo(undroppable);
            assertThat(latestOut).as("the latest publications").isEqualTo(latest);
            assertThat(counters.slowDropped.get()).isEqualTo(droppable - droppableOut);
            assertThat(out + counters.slowDropped.get() + counters.conflated.get())
                    .isEqualTo(in);
        }

        private static String pad(Action action) {
            return "x".repeat(action.amount());
        }

        private String text(Message message) {
            return new String(message.in(format), UTF_8);
        }
    }

    private static DeliveryOptions options(SlowConsumerPolicy policy, String tag) {
        return new DeliveryOptions(0, policy, tag);
    }
}
