package io.sluice.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.fakes.Deliveries;
import io.sluice.gateway.fakes.FakeBroker;
import io.sluice.gateway.fakes.FakeFormat;
import io.sluice.gateway.fakes.FakeSocket;
import io.sluice.gateway.fakes.HandLoop;
import io.sluice.gateway.fakes.Messages;
import io.sluice.gateway.fakes.TrackedFrames;
import io.sluice.gateway.loop.Delays;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.DeliveryOptions;
import io.sluice.gateway.outbound.Message;
import io.sluice.gateway.outbound.Outbound;
import io.sluice.gateway.outbound.OutboundLoop;
import io.sluice.gateway.outbound.Receiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A loop with more to deliver and to flush than one turn has time for; time passes by what is done, not by itself. */
class BusyLoopTest {

    private static final int MANY = 15_000;
    private static final int QUEUE_BYTES = 1 << 20;

    private static final Duration DELIVERY = Duration.ofNanos(1000);
    private static final Duration FLUSH = Duration.ofNanos(4000);
    private static final Duration BUDGET = Duration.ofMillis(2);

    /** What may be done between two looks at the clock: by the fan-out, and by the flushes. */
    private static final Duration ONE_CHECK = DELIVERY.multipliedBy(64).plus(FLUSH.multipliedBy(16));

    private final HandLoop loop = new HandLoop();
    private final TurnBudget turn = new TurnBudget(loop.loopTasks(), loop.clock());
    private final LoopCounters counters = new LoopCounters();
    private final TrackedFrames frames = new TrackedFrames();
    private final FakeFormat format = new FakeFormat(0, frames);
    private final OutboundLoop outbounds = new OutboundLoop(
            loop.loopTasks(), turn, new Delays(loop.loopTasks(), turn, loop.clock()), counters, QUEUE_BYTES);
    private final HubShard shard = new HubShard(
            0,
            loop.loopTasks(),
            turn,
            Nodes.subscriptions(loop, new FakeBroker(), Duration.ofSeconds(1)),
            counters,
            outbounds.deliveryTimes(() -> loop.clock().now() / 1000),
            Nodes.NO_WATCH);
    private final List<Client> clients = new ArrayList<>();

    @AfterEach
    void everyFrameIsGivenUp() {
        loop.settle();
        frames.assertAllReleased();
    }

    @Test
    void noTurnTakesMoreThanItsBudgetAndOneLookAtTheClock() {
        subscribe(MANY);
        for (int i = 0; i < 20; i++) {
            publish(Messages.publication("news", i));
        }
        int turns = 0;
        do {
            long before = loop.clock().now();
            loop.turn();
            turns++;
            assertThat(Duration.ofNanos(loop.clock().now() - before)).isLessThanOrEqualTo(BUDGET.plus(ONE_CHECK));
        } while (loop.waitingForIo() > 0);
        assertThat(turns).as("turns for 300 ms of deliveries alone").isGreaterThan(140);
    }

    @Test
    void nothingIsLostOrChangesPlaceHoweverManyTurnsItTakes() {
        subscribe(MANY);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            publish(Messages.publication("news", i));
            expected.add("news=" + i);
            loop.turn();
        }
        loop.settle();
        for (Client each : clients) {
            assertThat(each.socket.arrived()).isEqualTo(expected);
        }
        assertThat(counters.delivered.get()).isEqualTo(20 * MANY);
        assertThat(counters.messagesOut.get()).isEqualTo(20 * MANY);
    }

    @Test
    void receiversOfTheSameMessagesShareTheirFrames() {
        subscribe(MANY);
        for (int i = 0; i < 10; i++) {
            publish(Messages.publication("news", i));
        }
        loop.settle();
        assertThat(counters.framesOut.get()).isGreaterThanOrEqualTo(MANY);
        assertThat(frames.made()).as("frames of 15,000 receivers").isLessThan(100);
        assertThat(format.encoded()).isEqualTo(10);
    }

    @Test
    void aClientThatKeepsUpIsNeverTakenForSlowHoweverMuchComesAtOnce() {
        subscribe(30);
        for (int i = 0; i < 1000; i++) { // 2 MB for each, of which its queue takes one.
            publish(Messages.large("news", i + " ", 2000));
        }
        while (loop.waitingForIo() > 0 || counters.received.get() == 0) {
            loop.turn();
            assertThat(clients).allMatch(each -> each.outbound.queuedBytes() == 0, "has nothing that waits");
        }
        assertThat(clients).allMatch(each -> each.socket.arrived().size() == 1000, "has received all");
    }

    @Test
    void anAnswerLeavesWhileAFanOutGoesOnThatNeverEnds() {
        subscribe(MANY);
        Client other = new Client();
        int published = 0;
        for (int i = 0; i < 100; i++) {
            publish(Messages.publication("news", published++));
            loop.turn();
        }
        other.outbound.send(Messages.answer(7));
        int turns = 0;
        while (other.socket.arrived().isEmpty()) {
            publish(Messages.publication("news", published++));
            loop.turn();
            turns++;
            assertThat(turns)
                    .as("turns, of which flushing all clients takes 30")
                    .isLessThan(100);
        }
        assertThat(counters.delivered.get()).as("the fan-out goes on").isLessThan((long) published * MANY);
    }

    @Test
    void publicationsThatNobodyWantsCostTimeToo() {
        Duration lookUp = Duration.ofNanos(100);
        FanOut fanOut = new FanOut(
                loop.loopTasks(),
                turn,
                name -> {
                    loop.clock().advance(lookUp);
                    return null;
                },
                counters,
                Deliveries.of(loop));
        fanOut.offer(IntStream.range(0, FanOut.MAX_QUEUED_PUBLICATIONS)
                .mapToObj(i -> Messages.publication("gone", i))
                .toList());
        do {
            long before = loop.clock().now();
            loop.turn();
            assertThat(Duration.ofNanos(loop.clock().now() - before))
                    .isLessThanOrEqualTo(BUDGET.plus(lookUp.multipliedBy(64)));
        } while (loop.waitingForIo() > 0);
        assertThat(counters.received.get()).isEqualTo(FanOut.MAX_QUEUED_PUBLICATIONS);
        assertThat(fanOut.offer(List.of(Messages.publication("gone", 0)))).isTrue();
    }

    private void subscribe(int count) {
        for (int i = 0; i < count; i++) {
            Client client = new Client();
            clients.add(client);
            shard.subscribe("news", DeliveryOptions.PROMPT, client);
            if (i == 0) {
                loop.settle();
            }
        }
        loop.settle();
    }

    private void publish(Message message) {
        assertThat(shard.offer(List.of(message))).isTrue();
    }

    private final class Client implements Subscriber, Receiver {

        private final FakeSocket socket = new FakeSocket(format);
        private final Outbound outbound = new Outbound(
                outbounds,
                socket,
                () -> {
                    throw new AssertionError("the queue of a client that keeps up is full");
                },
                () -> {
                    throw new AssertionError("every message suits");
                });

        Client() {
            socket.onWritable(outbound::writable);
            socket.onFlush(() -> loop.clock().advance(FLUSH));
        }

        @Override
        public Receiver receiver() {
            return this;
        }

        @Override
        public void deliver(Message publication, DeliveryOptions options) {
            loop.clock().advance(DELIVERY);
            outbound.deliver(publication, options);
        }

        @Override
        public void lost(String channel) {
            throw new AssertionError("nothing is lost");
        }
    }
}
