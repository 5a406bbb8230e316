package io.sluice.gateway.outbound;

import io.sluice.common.protocol.Publication;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.channel.SlowConsumerPolicy;
import io.sluice.gateway.metrics.LoopCounters;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait for one client whose socket takes no more, each under the policy of its channel's namespace.
 *
 * <p>Order: messages leave in the order in which they came, but a conflated publication takes the place of the one that it
 * supersedes, so that a busy channel cannot hold itself back for ever; it never gets ahead of an answer by that. Where one
 * channel has several places in the queue, by a conflation tag, and its publications have offsets, the newer one goes to the end
 * instead: a client must never see a channel's offsets go down, or it would recover from the wrong position.
 *
 * <p>Limit: the bytes of what waits, framing not included. One message is taken in any case, so that one larger than the limit
 * can still reach a client that keeps up.
 */
@EventLoopConfined
final class SlowQueue {

    /** Taken-out entries that are left in the queue until there are as many as live ones; below this nobody cares. */
    private static final int FEW_HOLES = 64;

    /**
     * What has one latest publication.
     *
     * @param channel as the client subscribed to it
     * @param matched the channel behind it, if the client subscribed to a pattern; else empty
     */
    private record Key(String channel, String matched, String tagValue) {}

    /** A place in the queue. */
    @EventLoopConfined
    private static final class Entry {

        private final @Nullable Key key;
        // Null once it was sent, dropped or superseded.
        private @Nullable Message message;

        Entry(Message message, @Nullable Key key) {
            this.message = message;
            this.key = key;
        }
    }

    private final WireFormat format;
    private final long maxBytes;
    private final LoopCounters counters;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private int live;
    private long bytes;

    // Made when the first message of such a namespace comes.
    private @Nullable ArrayDeque<Entry> droppable;
    private @Nullable Map<Key, Entry> latest;

    SlowQueue(WireFormat format, long maxBytes, LoopCounters counters) {
        this.format = format;
        this.maxBytes = maxBytes;
        this.counters = counters;
    }

    boolean isEmpty() {
        return live == 0;
    }

    /** Bytes that wait. */
    long bytes() {
        return bytes;
    }

    /** Takes {@code message}; false, without effect on what waits, if there is no room and none can be made. */
    boolean offer(Message message, DeliveryOptions options) {
        Key key = key(message, options);
        if (key != null && supersede(message, key, options)) {
            makeRoom(0);
            return bytes <= maxBytes || live == 1;
        }
        int size = size(message);
        makeRoom(size);
        if (live > 0 && bytes + size > maxBytes) {
            return false;
        }
        append(message, key, options.slowConsumer());
        return true;
    }

    /** The next message, or null when none waits. */
    @Nullable
    Message peek() {
        Entry entry;
        while ((entry = entries.peek()) != null) {
            if (entry.message != null) {
                return entry.message;
            }
            entries.remove();
        }
        return null;
    }

    /** Takes the next message out, or null when none waits. */
    @Nullable
    Message poll() {
        Message next = peek();
        if (next != null) {
            takeOut(entries.remove(), next);
        }
        return next;
    }

    /** Forgets what waits; nothing is offered any more. */
    void drop() {
        entries.clear();
        live = 0;
        addBytes(-bytes);
    }

    private void append(Message message, @Nullable Key key, SlowConsumerPolicy policy) {
        Entry entry = new Entry(message, key);
        entries.add(entry);
        if (latest != null && message.publication() == null) {
            // A publication must not get ahead of an answer, for instance of the one to its subscription.
            latest.clear();
        }
        live++;
        addBytes(size(message));
        if (key != null) {
            if (latest == null) {
                latest = new HashMap<>();
            }
            latest.put(key, entry);
        } else if (policy == SlowConsumerPolicy.DROP_OLDEST) {
            if (droppable == null) {
                droppable = new ArrayDeque<>();
            }
            droppable.add(entry);
        }
    }

    /** Whether an older publication with this key waited, which {@code message} has replaced. */
    private boolean supersede(Message message, Key key, DeliveryOptions options) {
        Entry entry = latest == null ? null : latest.get(key);
        Message older = entry == null ? null : entry.message;
        if (entry == null || older == null) {
            return false;
        }
        counters.conflated.add(1);
        Publication publication = message.publication();
        if (!options.conflateTag().isEmpty() && publication != null && publication.offset() > 0) {
            takeOut(entry, older);
            append(message, key, SlowConsumerPolicy.CONFLATE);
            closeHoles();
        } else {
            addBytes(size(message) - size(older));
            entry.message = message;
        }
        return true;
    }

    private void makeRoom(int size) {
        while (droppable != null && live > 0 && bytes + size > maxBytes) {
            Entry oldest = droppable.poll();
            if (oldest == null) {
                break;
            }
            Message message = oldest.message;
            if (message != null) {
                takeOut(oldest, message);
                counters.slowDropped.add(1);
            }
        }
        closeHoles();
    }

    private void takeOut(Entry entry, Message message) {
        entry.message = null;
        live--;
        addBytes(-size(message));
        if (entry.key != null && latest != null) {
            latest.remove(entry.key, entry);
        }
    }

    /** Behind a message that may not be dropped, holes would add up without end. */
    private void closeHoles() {
        if (entries.size() - live > Math.max(FEW_HOLES, live)) {
            entries.removeIf(entry -> entry.message == null);
        }
        if (droppable != null && droppable.size() > Math.max(FEW_HOLES, 2 * live)) {
            droppable.removeIf(entry -> entry.message == null);
        }
    }

    private static @Nullable Key key(Message message, DeliveryOptions options) {
        Publication publication = message.publication();
        if (options.slowConsumer() != SlowConsumerPolicy.CONFLATE || publication == null) {
            return null;
        }
        String tag = options.conflateTag();
        return new Key(
                message.channel(),
                publication.channel(),
                tag.isEmpty() ? "" : publication.tags().getOrDefault(tag, ""));
    }

    private void addBytes(long amount) {
        bytes += amount;
        counters.queuedBytes.add(amount);
    }

    private int size(Message message) {
        return message.in(format).length;
    }
}
