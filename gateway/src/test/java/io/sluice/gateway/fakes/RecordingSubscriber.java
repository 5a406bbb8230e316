package io.sluice.gateway.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.hub.Subscriber;
import io.sluice.gateway.outbound.DeliveryOptions;
import io.sluice.gateway.outbound.Message;
import io.sluice.gateway.outbound.Receiver;
import io.sluice.gateway.outbound.WireFormat;
import java.util.ArrayList;
import java.util.List;

/** A subscriber that notes what it receives, and may do something each time. Belongs to one loop. */
public final class RecordingSubscriber implements Subscriber, Receiver {

    private final WireFormat format;
    private final List<String> received = new ArrayList<>();
    private Runnable onDelivery = () -> {};

    public RecordingSubscriber() {
        this(new FakeFormat(0));
    }

    /** A subscriber that has every publication encoded in {@code format}. */
    public RecordingSubscriber(WireFormat format) {
        this.format = format;
    }

    /** From here on each delivery ends with {@code action}. */
    public void onDelivery(Runnable action) {
        onDelivery = action;
    }

    /** The next delivery, and no later one, ends with {@code action}. */
    public void onNextDelivery(Runnable action) {
        onDelivery = () -> {
            onDelivery = () -> {};
            action.run();
        };
    }

    /** Notes something else, to be seen in one order with the publications. */
    public void note(String event) {
        received.add(event);
    }

    /** What was received since the last assertion, without forgetting it. */
    public List<String> received() {
        return List.copyOf(received);
    }

    /** Asserts, and forgets, what was received since the last assertion. */
    public void assertReceived(String... expected) {
        assertThat(received).containsExactly(expected);
        received.clear();
    }

    /** Forgets what was received. */
    public void forget() {
        received.clear();
    }

    public void assertNothingMore() {
        assertReceived();
    }

    @Override
    public Receiver receiver() {
        return this;
    }

    @Override
    public void deliver(Message publication, DeliveryOptions options) {
        received.add(new String(publication.in(format), UTF_8));
        onDelivery.run();
    }

    @Override
    public void lost(String channel) {
        note("lost " + channel);
    }
}
