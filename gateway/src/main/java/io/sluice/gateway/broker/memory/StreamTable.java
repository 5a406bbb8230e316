package io.sluice.gateway.broker.memory;

import io.sluice.common.threading.EventLoopConfined;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The streams of all channels, each until it expires.
 *
 * <p>Limits: of more than {@value #MAX_STREAMS} streams the one that nobody has used for the longest time is forgotten; the next
 * use of its channel begins a new life, which tells everybody who holds a position of the old one.
 */
@EventLoopConfined
final class StreamTable {

    /** An empty stream takes some 300 bytes, so that whoever invents channel names is bounded to 300 MB. */
    static final int MAX_STREAMS = 1_000_000;

    /** When to look at a stream again; it may have been used meanwhile. One for each stream. */
    private record Alarm(long dueMillis, long id, Slot slot) {}

    /** A stream and its present alarm. */
    @EventLoopConfined
    private static final class Slot {

        private final MemoryStream stream;
        private @Nullable Alarm alarm;

        Slot(MemoryStream stream) {
            this.stream = stream;
        }
    }

    private final int maxStreams;
    // From the one used longest ago to the one used last.
    private final LinkedHashMap<String, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);
    private final TreeSet<Alarm> alarms =
            new TreeSet<>(Comparator.comparingLong(Alarm::dueMillis).thenComparingLong(Alarm::id));
    private long alarmsMade;

    StreamTable(int maxStreams) {
        this.maxStreams = maxStreams;
    }

    int size() {
        return slots.size();
    }

    /** The stream of a channel, which begins if there is none, and is kept for {@code metaTtl} from now on. */
    MemoryStream use(String channel, Duration metaTtl, long nowMillis) {
        expire(nowMillis);
        Slot slot = slots.computeIfAbsent(channel, name -> new Slot(new MemoryStream(name)));
        slot.stream.used(metaTtl, nowMillis);
        watch(slot);
        if (slots.size() > maxStreams) {
            dropEldest();
        }
        return slot.stream;
    }

    /** What the stream holds has changed. */
    void changed(MemoryStream stream) {
        Slot slot = slots.get(stream.channel());
        if (slot != null) {
            watch(slot);
        }
    }

    /** Forgets the publications of a channel; its position stays. */
    void clear(String channel) {
        Slot slot = slots.get(channel);
        if (slot != null) {
            slot.stream.clear();
        }
    }

    /** Forgets whatever has expired. */
    void expire(long nowMillis) {
        while (!alarms.isEmpty() && alarms.first().dueMillis() <= nowMillis) {
            Slot slot = alarms.first().slot();
            unwatch(slot);
            slot.stream.expire(nowMillis);
            if (slot.stream.isGone(nowMillis)) {
                slots.remove(slot.stream.channel());
            } else {
                watch(slot);
            }
        }
    }

    /** An alarm that goes off too early looks again; so only one that would be too late is set anew. */
    private void watch(Slot slot) {
        long dueMillis = slot.stream.nextExpiryMillis();
        if (slot.alarm == null || dueMillis < slot.alarm.dueMillis()) {
            unwatch(slot);
            Alarm alarm = new Alarm(dueMillis, alarmsMade++, slot);
            slot.alarm = alarm;
            alarms.add(alarm);
        }
    }

    private void unwatch(Slot slot) {
        if (slot.alarm != null) {
            alarms.remove(slot.alarm);
            slot.alarm = null;
        }
    }

    private void dropEldest() {
        Iterator<Map.Entry<String, Slot>> eldest = slots.entrySet().iterator();
        unwatch(eldest.next().getValue());
        eldest.remove();
    }
}
