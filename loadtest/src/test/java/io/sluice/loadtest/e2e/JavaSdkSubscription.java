package io.sluice.loadtest.e2e;

import io.github.centrifugal.centrifuge.PublicationEvent;
import io.github.centrifugal.centrifuge.SubscribedEvent;
import io.github.centrifugal.centrifuge.Subscription;
import io.github.centrifugal.centrifuge.SubscriptionErrorEvent;
import io.github.centrifugal.centrifuge.SubscriptionEventListener;
import io.github.centrifugal.centrifuge.UnsubscribedEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what the SDK {@code centrifuge-java} reports of one subscription. */
final class JavaSdkSubscription extends SubscriptionEventListener {

    private final List<String> publications = new CopyOnWriteArrayList<>();
    private final List<SubscribedEvent> starts = new CopyOnWriteArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();

    /** {@code OFFSET DATA} of each, in the order of their arrival. */
    List<String> publications() {
        return List.copyOf(publications);
    }

    List<SubscribedEvent> starts() {
        return List.copyOf(starts);
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void onPublication(Subscription subscription, PublicationEvent event) {
        publications.add(event.getOffset() + " " + JavaSdkClient.text(event.getData()));
    }

    @Override
    public void onSubscribed(Subscription subscription, SubscribedEvent event) {
        starts.add(event);
    }

    @Override
    public void onUnsubscribed(Subscription subscription, UnsubscribedEvent event) {
        faults.add("unsubscribed: " + event.getCode() + " " + event.getReason());
    }

    @Override
    public void onError(Subscription subscription, SubscriptionErrorEvent event) {
        faults.add(event.getError().toString());
    }
}
