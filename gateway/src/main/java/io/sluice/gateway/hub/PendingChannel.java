package io.sluice.gateway.hub;

import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Those who wait, in order, for the broker to confirm that this node is subscribed to a channel. */
@EventLoopConfined
final class PendingChannel {

    private record Waiting(Subscriber subscriber, Promise<Subscription> subscribed) {}

    private final List<Waiting> waiting = new ArrayList<>(1);

    void add(Subscriber subscriber, Promise<Subscription> subscribed) {
        waiting.add(new Waiting(subscriber, subscribed));
    }

    /** Subscribes all before anybody hears of it: who cancels at once must not take the channel from the others. */
    void completeAll(Function<Subscriber, Subscription> subscribe) {
        List<Subscription> subscriptions =
                waiting.stream().map(Waiting::subscriber).map(subscribe).toList();
        for (int i = 0; i < waiting.size(); i++) {
            waiting.get(i).subscribed.complete(subscriptions.get(i));
        }
    }

    void failAll(Throwable cause) {
        for (Waiting each : waiting) {
            each.subscribed.fail(cause);
        }
    }
}
