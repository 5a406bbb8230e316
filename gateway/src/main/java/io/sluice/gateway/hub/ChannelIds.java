package io.sluice.gateway.hub;

import static java.util.Objects.requireNonNull;

import io.sluice.common.threading.ThreadSafe;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Small numbers that stand for channel names in pushes. A channel has the same number for all clients of a node, so that its
 * publications are encoded once; it keeps it for as long as some subscription uses it.
 *
 * <p>Threading: any thread.
 */
@ThreadSafe
public final class ChannelIds {

    // Guarded by this.
    private final Map<String, Numbered> channels = new HashMap<>();
    private final BitSet taken = new BitSet();

    private static final class Numbered {

        private final int number;
        private int users;

        Numbered(int number) {
            this.number = number;
        }
    }

    /** The channel's number, 1 or more, for one more subscription. */
    public synchronized int acquire(String channel) {
        Numbered numbered = channels.computeIfAbsent(channel, name -> {
            int free = taken.nextClearBit(1);
            taken.set(free);
            return new Numbered(free);
        });
        numbered.users++;
        return numbered.number;
    }

    /** A subscription that had the number has ended. */
    public synchronized void release(String channel) {
        Numbered numbered = requireNonNull(channels.get(channel));
        if (--numbered.users == 0) {
            channels.remove(channel);
            taken.clear(numbered.number);
        }
    }
}
