package io.sluice.common.redis;

import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The (un)subscribe commands of one connection: packs the orders of many channels into few commands, keeps only so many
 * unconfirmed, and finds out which order a push or an error answers. Lives and dies with its connection.
 */
@EventLoopConfined
final class SubscriptionOrders {

    /** Channels in one command: large enough to make the round trip cheap, small enough not to occupy Redis for long. */
    static final int MAX_CHANNELS_PER_COMMAND = 512;

    /** Channels not yet confirmed; their confirmations must fit into Redis's output buffer (8 MB for pub/sub). */
    static final int MAX_UNCONFIRMED = 16 * MAX_CHANNELS_PER_COMMAND;

    /** Hears what became of each order. */
    interface Outcome {

        void confirmed(Subscription subscription);

        void refused(Subscription subscription, RedisCommandException cause);
    }

    private final RespConnection connection;
    private final Outcome outcome;
    private final ArrayDeque<Subscription> toSubscribe = new ArrayDeque<>();
    private final ArrayDeque<Subscription> toUnsubscribe = new ArrayDeque<>();

    /* Channels of a command that Redis refused: each is tried alone, so that one bad channel harms no other. */
    private final ArrayDeque<Subscription> toTryAlone = new ArrayDeque<>();

    private final ArrayDeque<Sent> sent = new ArrayDeque<>();
    private int unconfirmed;

    SubscriptionOrders(RespConnection connection, Outcome outcome) {
        this.connection = connection;
        this.outcome = outcome;
    }

    /** Takes the order that is under way for this channel; it is sent by {@link #flush}. */
    void add(Subscription subscription) {
        queueOf(subscription.underWay()).add(subscription);
    }

    /** Whether a call of {@link #flush} would send something. */
    boolean sendable() {
        return unconfirmed < MAX_UNCONFIRMED
                && !(toTryAlone.isEmpty() && toUnsubscribe.isEmpty() && toSubscribe.isEmpty());
    }

    void flush() {
        while (sendable()) {
            if (!toTryAlone.isEmpty()) {
                send(toTryAlone, 1);
            } else if (!toUnsubscribe.isEmpty()) {
                send(toUnsubscribe, MAX_CHANNELS_PER_COMMAND);
            } else {
                send(toSubscribe, MAX_CHANNELS_PER_COMMAND);
            }
        }
    }

    /**
     * A push says that Redis has carried out an order for this channel.
     *
     * @param subscription {@code null} if the channel is unknown, which ends the connection as any other confirmation does
     *     that does not fit
     */
    void confirmed(Subscription.Order order, @Nullable Subscription subscription) {
        Sent oldest = sent.peek();
        if (subscription == null || oldest == null || oldest.order != order || subscription.underWay() != order) {
            connection.close("confirmations out of step");
            return;
        }
        unconfirmed--;
        oldest.confirmations++;
        if (oldest.confirmations == oldest.subscriptions.size()) {
            sent.remove();
            connection.answeredByPushes(oldest);
        }
        outcome.confirmed(subscription);
    }

    private ArrayDeque<Subscription> queueOf(Subscription.Order order) {
        return order == Subscription.Order.SUBSCRIBE ? toSubscribe : toUnsubscribe;
    }

    private void send(ArrayDeque<Subscription> queue, int limit) {
        Subscription.Order order = queue.element().underWay();
        Request request = Request.cmd(order == Subscription.Order.SUBSCRIBE ? Command.SUBSCRIBE : Command.UNSUBSCRIBE);
        List<Subscription> channels = new ArrayList<>(Math.min(limit, queue.size()));
        while (channels.size() < limit && !queue.isEmpty()) {
            Subscription next = queue.remove();
            request.arg(next.wireName());
            channels.add(next);
        }
        unconfirmed += channels.size();
        Sent command = new Sent(order, channels);
        sent.add(command);
        Buffer encoded = RequestEncoder.encode(request);
        connection.send(encoded, List.of(command));
    }

    private void refused(Sent command, RedisCommandException cause) {
        sent.remove(command);
        unconfirmed -= command.subscriptions.size() - command.confirmations;
        if (command.subscriptions.size() > 1) {
            toTryAlone.addAll(command.subscriptions);
            flush();
        } else {
            command.subscriptions.forEach(subscription -> outcome.refused(subscription, cause));
        }
    }

    /** One command on the wire. Pushes confirm it channel by channel; an answer in the plain sense is always an error. */
    @EventLoopConfined
    private final class Sent implements RespConnection.Waiting {

        private final Subscription.Order order;
        private final List<Subscription> subscriptions;
        private int confirmations;

        Sent(Subscription.Order order, List<Subscription> subscriptions) {
            this.order = order;
            this.subscriptions = subscriptions;
        }

        @Override
        public void answered(@Nullable Response reply) {
            if (reply == null || reply.type() != ResponseType.ERROR || confirmations > 0) {
                connection.close("confirmations out of step");
            } else {
                refused(this, new RedisCommandException(reply.toString()));
            }
        }

        @Override
        public void lost(String reason) {
            // The owner of the subscriptions hears of the lost connection and keeps or drops each.
        }
    }
}
