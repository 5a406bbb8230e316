package io.sluice.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.fakes.FakeFormat;
import io.sluice.gateway.fakes.FakeSocket;
import io.sluice.gateway.fakes.HandLoop;
import io.sluice.gateway.fakes.TrackedFrames;
import io.sluice.gateway.loop.Delays;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.metrics.LoopCounters;

/** An event loop, moved by hand, with clients whose sessions do nothing but to close when their queue overflows. */
final class TestLoop {

    private final HandLoop hand = new HandLoop();
    private final TrackedFrames frames = new TrackedFrames();
    private final FakeFormat format = new FakeFormat(0, frames);
    private final LoopCounters counters = new LoopCounters();
    private final OutboundLoop outbounds;

    TestLoop(int queueMaxBytes) {
        TurnBudget turn = new TurnBudget(hand.loopTasks(), hand.clock());
        this.outbounds = new OutboundLoop(
                hand.loopTasks(), turn, new Delays(hand.loopTasks(), turn, hand.clock()), counters, queueMaxBytes);
    }

    HandLoop hand() {
        return hand;
    }

    TrackedFrames frames() {
        return frames;
    }

    FakeFormat format() {
        return format;
    }

    LoopCounters counters() {
        return counters;
    }

    Client client() {
        return client(format);
    }

    Client client(WireFormat speaks) {
        return new Client(new FakeSocket(speaks));
    }

    /** A client and its side of the loop. */
    final class Client {

        private final FakeSocket socket;
        private final Outbound outbound;
        private int overflows;
        private int unsuitables;
        private boolean closed;

        private Client(FakeSocket socket) {
            this.socket = socket;
            this.outbound = new Outbound(outbounds, socket, this::overflow, this::unsuitable);
            socket.onWritable(outbound::writable);
        }

        FakeSocket socket() {
            return socket;
        }

        Outbound outbound() {
            return outbound;
        }

        int overflows() {
            return overflows;
        }

        /** How often a message was refused that the client's format cannot carry. */
        int unsuitables() {
            return unsuitables;
        }

        boolean isClosed() {
            return closed;
        }

        void send(Message message) {
            deliver(message, DeliveryOptions.PROMPT);
        }

        /** Delivers unless the session is over, as sessions do. */
        void deliver(Message message, DeliveryOptions options) {
            if (!closed) {
                outbound.deliver(message, options);
            }
        }

        void close() {
            closed = true;
            outbound.clear();
            socket.close();
        }

        /** Asserts the messages that have arrived since the last assertion, once the loop has nothing more to do. */
        void expect(String... messages) {
            hand.settle();
            socket.assertArrived(messages);
        }

        private void unsuitable() {
            unsuitables++;
            closed = true;
            outbound.write(); // As sessions do: what came before is still sent.
            outbound.clear();
        }

        private void overflow() {
            overflows++;
            assertThat(overflows).as("an overflow is reported once").isEqualTo(1);
            closed = true; // The socket stays a while, for the transport to say good-bye.
            outbound.clear();
        }
    }
}
