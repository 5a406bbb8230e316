package io.sluice.gateway.hub;

import static java.util.Objects.requireNonNull;

import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.broker.StreamSight;
import io.sluice.gateway.outbound.DeliveryOptions;
import io.sluice.gateway.outbound.Receiver;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of one channel on one loop, in a dense array that a fan-out walks.
 *
 * <p>Removal fills the hole with the last subscriber, so it costs the same whatever the size. While a fan-out is on its way
 * through the array, which may take several turns of the loop, that would make it miss the moved one: then holes stay until
 * the fan-out is over.
 */
@EventLoopConfined
final class LocalChannel {

    private static final int FIRST_CAPACITY = 2;

    private final HubShard shard;
    private final String name;
    private final DeliveryOptions options;
    // Null until something is known of a stream; channels without history never have one.
    private @Nullable StreamWitness witness;

    private @Nullable Subscription[] slots = new @Nullable Subscription[FIRST_CAPACITY];
    // Who receives for the subscription in the same slot; all that a fan-out looks at.
    private @Nullable Receiver[] receivers = new @Nullable Receiver[FIRST_CAPACITY];
    // Slots in use, holes included.
    private int end;
    private int holes;
    private boolean walked;

    LocalChannel(HubShard shard, String name, DeliveryOptions options) {
        this.shard = shard;
        this.name = name;
        this.options = options;
    }

    String name() {
        return name;
    }

    DeliveryOptions options() {
        return options;
    }

    /** The broker has delivered this publication. */
    void heard(Publication publication) {
        // What came by a pattern is of many streams.
        if (publication.offset() > 0 && publication.channel().isEmpty()) {
            StreamWitness watching = witness();
            if (!watching.isNext(publication)) {
                shard.suspect(name, watching.sight());
            }
            watching.heard(publication);
        }
    }

    /** The broker said that the channel's stream was here. */
    void streamRead(StreamPosition top) {
        witness().read(top);
    }

    /** What was had of the channel's stream. */
    StreamSight sight() {
        return witness == null ? StreamSight.NOTHING : witness.sight();
    }

    /** See {@link StreamWitness#keep}. */
    void keepSight() {
        if (witness != null) {
            witness.keep();
        }
    }

    /** Takes the sight to be shown to the broker. */
    StreamSight showSight() {
        StreamSight sight = sight();
        if (witness != null) {
            witness.shown();
        }
        return sight;
    }

    private StreamWitness witness() {
        if (witness == null) {
            witness = new StreamWitness();
        }
        return witness;
    }

    int size() {
        return end - holes;
    }

    /** One past the last slot; a fan-out that begins now goes no further, so later subscribers do not receive it. */
    int end() {
        return end;
    }

    /** Who receives for the subscription in a slot, or null for a hole. */
    @Nullable
    Receiver receiver(int slot) {
        return receivers[slot];
    }

    /** All subscriptions, as a copy. */
    List<Subscription> subscriptions() {
        return Arrays.stream(slots, 0, end).filter(Objects::nonNull).toList();
    }

    void add(Subscription subscription) {
        if (end == slots.length) {
            resize(end + (end >> 1) + 1);
        }
        put(subscription, end++);
    }

    void remove(Subscription subscription) {
        int slot = subscription.slot();
        if (walked) {
            clear(slot);
            holes++;
        } else {
            moveLastTo(slot);
        }
        shard.removed(this);
    }

    /** From here to {@link #endWalk} slots keep their subscribers. */
    void beginWalk() {
        walked = true;
    }

    void endWalk() {
        walked = false;
        if (holes > 0) {
            compact();
        }
    }

    private void moveLastTo(int slot) {
        Subscription last = requireNonNull(slots[--end]);
        clear(end);
        if (slot != end) {
            put(last, slot);
        }
        shrink();
    }

    private void compact() {
        int to = 0;
        for (int from = 0; from < end; from++) {
            Subscription subscription = slots[from];
            if (subscription != null) {
                put(subscription, to++);
            }
        }
        Arrays.fill(slots, to, end, null);
        Arrays.fill(receivers, to, end, null);
        end = to;
        holes = 0;
        shrink();
    }

    private void shrink() {
        if (end < slots.length / 4 && slots.length > FIRST_CAPACITY) {
            resize(Math.max(FIRST_CAPACITY, slots.length / 2));
        }
    }

    private void put(Subscription subscription, int slot) {
        subscription.slot(slot);
        slots[slot] = subscription;
        receivers[slot] = subscription.subscriber().receiver();
    }

    private void clear(int slot) {
        slots[slot] = null;
        receivers[slot] = null;
    }

    private void resize(int capacity) {
        slots = Arrays.copyOf(slots, capacity);
        receivers = Arrays.copyOf(receivers, capacity);
    }
}
