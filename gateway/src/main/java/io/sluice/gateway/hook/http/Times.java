package io.sluice.gateway.hook.http;

/** Points of time in answers. */
final class Times {

    private Times() {}

    /** A Unix time in seconds, 0 for never; anything below is a mistake of the back end. */
    static long unixSeconds(long time) {
        if (time < 0) {
            throw new IllegalArgumentException("expire_at must be 0 or a Unix time in seconds but was " + time);
        }
        return time;
    }
}
