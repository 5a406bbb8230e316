package io.sluice.common.redis;

import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which master of a cluster has which slots, as one member said it. Never changes. */
final class SlotTable {

    /** No master, and so no slot has one. */
    static final SlotTable EMPTY = new SlotTable(List.of(), unowned());

    /** That a slot has no master. */
    static final int NOBODY = -1;

    private final List<RedisAddress> masters;

    /* Of each slot, the place of its master in the list. */
    private final short[] owners;

    private SlotTable(List<RedisAddress> masters, short[] owners) {
        this.masters = List.copyOf(masters);
        this.owners = owners;
    }

    /**
     * Reads the answer to {@code CLUSTER SLOTS}: first and last slot, host and port of the master, and things that do not matter here.
     *
     * @param asked who answered; gives TLS and login of all, and the host where the member knows none for itself
     * @throws IllegalArgumentException if it is something else
     */
    static SlotTable read(@Nullable Response answer, RedisAddress asked) {
        List<RedisAddress> masters = new ArrayList<>();
        short[] owners = unowned();
        for (Response range : list(answer, 0)) {
            list(range, 3);
            int first = slot(range.get(0));
            int last = slot(range.get(1));
            RedisAddress master = address(list(range.get(2), 2), asked);
            if (!masters.contains(master)) {
                masters.add(master);
            }
            Arrays.fill(owners, first, last + 1, (short) masters.indexOf(master));
        }
        return new SlotTable(masters, owners);
    }

    /** All masters that have slots, each once. */
    List<RedisAddress> masters() {
        return masters;
    }

    /** The place in {@link #masters} of the one that has this slot, or {@link #NOBODY}. */
    int ownerOf(int slot) {
        return owners[slot];
    }

    private static RedisAddress address(Response node, RedisAddress asked) {
        Response host = node.get(0);
        String name = host == null ? "" : host.toString();
        return asked.at(name.isEmpty() ? asked.host() : name, String.valueOf(node.get(1)));
    }

    private static int slot(@Nullable Response number) {
        int slot = number != null && number.type() == ResponseType.NUMBER ? number.toInteger() : NOBODY;
        if (slot < 0 || slot >= HashSlot.COUNT) {
            throw new IllegalArgumentException("expected the number of a slot but was " + number);
        }
        return slot;
    }

    private static Response list(@Nullable Response answer, int least) {
        if (answer == null || answer.type() != ResponseType.MULTI || answer.size() < least) {
            throw new IllegalArgumentException("expected a list of at least " + least + " but was " + answer);
        }
        return answer;
    }

    private static short[] unowned() {
        short[] owners = new short[HashSlot.COUNT];
        Arrays.fill(owners, (short) NOBODY);
        return owners;
    }
}
