package io.sluice.common.redis;

import io.sluice.common.threading.EventLoopConfined;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Subscriptions by the bytes of their Redis channels, so that a message finds its own without a text being made of its channel. */
@EventLoopConfined
final class ChannelTable {

    private final Map<Name, Subscription> subscriptions = new HashMap<>();

    /* Taken to whatever is looked for. */
    private final Name probe = new Name();

    int size() {
        return subscriptions.size();
    }

    Collection<Subscription> all() {
        return subscriptions.values();
    }

    @Nullable
    Subscription get(byte[] bytes) {
        return get(bytes, 0, bytes.length);
    }

    @Nullable
    Subscription get(byte[] bytes, int start, int length) {
        probe.point(bytes, start, length);
        return subscriptions.get(probe);
    }

    void add(Subscription subscription) {
        subscriptions.put(nameOf(subscription), subscription);
    }

    void remove(Subscription subscription) {
        subscriptions.remove(nameOf(subscription));
    }

    private static Name nameOf(Subscription subscription) {
        Name name = new Name();
        name.point(subscription.wireName(), 0, subscription.wireName().length);
        return name;
    }

    /** A part of an array, compared by what is in it. Those in the table never change. */
    @EventLoopConfined
    private static final class Name {

        private byte[] bytes = {};
        private int start;
        private int length;
        private int hash;

        void point(byte[] where, int from, int count) {
            bytes = where;
            start = from;
            length = count;
            int sum = 0;
            for (int i = from; i < from + count; i++) {
                sum = 31 * sum + where[i];
            }
            hash = sum;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Name name
                    && hash == name.hash
                    && Arrays.equals(bytes, start, start + length, name.bytes, name.start, name.start + name.length);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
