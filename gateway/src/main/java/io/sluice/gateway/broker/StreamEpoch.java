package io.sluice.gateway.broker;

import java.util.concurrent.ThreadLocalRandom;

/** Names for the lives of streams. */
public final class StreamEpoch {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /** 52 to the power of 8 are 53 million million: two lives of one stream do not get the same name. */
    private static final int LENGTH = 8;

    private StreamEpoch() {}

    /**
     * A name that no life of a stream had before. It is no secret, but it must never be used twice for one channel: who holds a
     * position of the former life would believe that nothing was lost. Any thread.
     */
    public static String random() {
        long bits = ThreadLocalRandom.current().nextLong() >>> 1;
        char[] epoch = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            epoch[i] = LETTERS.charAt((int) (bits % LETTERS.length()));
            bits /= LETTERS.length();
        }
        return new String(epoch);
    }
}
