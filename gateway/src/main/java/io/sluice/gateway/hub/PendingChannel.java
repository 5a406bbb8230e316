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

    void completeAll(Function<Subscriber, Subscription> subscribe) {
        for (Waiting each : waiting) {
            each.subscribed.complete(subscribe.apply(each.subscriber));
        }
    }

    void failAll(Throwable cause) {
        for (Waiting each : waiting) {
            each.subscribed.fail(cause);
        }
    }
}
