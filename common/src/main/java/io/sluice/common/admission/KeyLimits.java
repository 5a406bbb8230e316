package io.sluice.common.admission;

import io.sluice.common.threading.ThreadSafe;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * The same limits for each of many sources or users.
 *
 * <p>Limits: {@link KeyTerms#tracked} of them are told apart, and as many more as there are threads. When the table is full, those
 * that have no connection and a full bucket make room, since forgetting them changes nothing. Where that is not enough, all
 * newcomers share one more set of the same limits: an attack from very many addresses gets as much as one source, and costs no
 * memory; those who were known before it notice nothing. It would be worse to forget sources that have used up what they may.
 *
 * <p>Threading: any thread. A claim holds the lock of one entry for the time of a comparison; {@link #LOOKED_AT} entries are
 * looked at, one thread at a time, when the table is full.
 */
@ThreadSafe
final class KeyLimits<K> {

    /** Entries that one newcomer looks at for room: more than it needs on the average, and still some microseconds. */
    private static final int LOOKED_AT = 64;

    private final KeyTerms terms;
    private final LongSupplier nanoClock;
    private final ConcurrentHashMap<K, KeyUse> tracked = new ConcurrentHashMap<>();
    private final KeyUse crowd;

    private Iterator<Map.Entry<K, KeyUse>> hand; // guarded by this; goes round the table like the hand of a clock

    KeyLimits(KeyTerms terms, LongSupplier nanoClock) {
        this.terms = terms;
        this.nanoClock = nanoClock;
        this.crowd = new KeyUse(terms, nanoClock);
        this.hand = tracked.entrySet().iterator();
    }

    /** Whether everything is allowed. */
    boolean unlimited() {
        return terms.unlimited();
    }

    /** Takes one connection for {@code key}, if it may have one. */
    Claim<K> take(K key) {
        if (terms.unlimited()) {
            return new Claim.Held<>(key, false);
        }
        if (!tracked.containsKey(key) && tracked.size() >= terms.tracked() && !makeRoom()) {
            return crowd.take(key, true);
        }
        AtomicReference<Claim<K>> claim = new AtomicReference<>();
        // Under the lock of the entry, or it might be forgotten in the same moment.
        tracked.compute(key, (same, known) -> {
            KeyUse use = known == null ? new KeyUse(terms, nanoClock) : known;
            claim.setPlain(use.take(key, false));
            return use;
        });
        return claim.getPlain();
    }

    /** The connection is over. */
    void release(Claim.Held<K> held) {
        give(held, false);
    }

    /** The connection did not come about, for a reason that is not its source's. */
    void undo(Claim.Held<K> held) {
        give(held, true);
    }

    /** Number of sources or users told apart now. */
    int size() {
        return tracked.size();
    }

    private void give(Claim.Held<K> held, boolean undone) {
        if (held.shared()) {
            giveBack(crowd, undone);
        } else {
            tracked.computeIfPresent(held.key(), (key, use) -> {
                giveBack(use, undone);
                return use.isIdle() ? null : use;
            });
        }
    }

    private static void giveBack(KeyUse use, boolean undone) {
        if (undone) {
            use.undone();
        } else {
            use.closed();
        }
    }

    /** Forgets what need not be remembered among the next entries; whether there was anything. */
    private synchronized boolean makeRoom() {
        boolean found = false;
        for (int i = 0; i < LOOKED_AT; i++) {
            if (!hand.hasNext()) {
                hand = tracked.entrySet().iterator();
                if (!hand.hasNext()) {
                    break;
                }
            }
            K key = hand.next().getKey();
            found |= tracked.computeIfPresent(key, (same, use) -> use.isIdle() ? null : use) == null;
        }
        return found;
    }
}
