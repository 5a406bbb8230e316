package io.sluice.common.admission;

import java.time.Duration;

/** What came of asking for one more connection of a source or a user. */
sealed interface Claim<K> {

    /**
     * There was room; it is given back by {@link KeyLimits#release}.
     *
     * @param shared whether it was taken from what the keys share that are not tracked
     */
    record Held<K>(K key, boolean shared) implements Claim<K> {}

    /** It has too many connections open. */
    record TooMany<K>() implements Claim<K> {}

    /**
     * It opens them too fast.
     *
     * @param untilNext time until one more is allowed
     */
    record TooFast<K>(Duration untilNext) implements Claim<K> {}
}
