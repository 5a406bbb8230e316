package io.sluice.gateway.channel;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Refuses {@link ChannelOptions} that cannot work, by {@link IllegalArgumentException} with a message for the operator. */
final class ChannelOptionChecks {

    /** Beyond this the messages of a whole second would be held for every client. */
    static final Duration LONGEST_WRITE_DELAY = Duration.ofSeconds(1);

    /** One in a thousand seconds: less is a mistake. */
    private static final double LOWEST_RATE = 0.001;

    /** Delays are kept in milliseconds, so higher rates could not be told from each other. */
    private static final double HIGHEST_RATE = 500;

    /** A client recovers a few hundred; a million of 1 KiB already is a gigabyte for each channel. */
    private static final int LARGEST_HISTORY = 1_000_000;

    /** A longer expression is a mistake, or costs more for every command than a name is worth. */
    private static final int LONGEST_REGEX = 1_000;

    private static final Pattern PROXY_NAME = Pattern.compile("[-a-zA-Z0-9_.]{2,}");

    private ChannelOptionChecks() {}

    static void history(int size, Duration ttl, Optional<Duration> metaTtl) {
        check(
                size >= 0 && size <= LARGEST_HISTORY,
                "history_size must be 0 to " + LARGEST_HISTORY + " publications but was " + size);
        check(ttl.isZero() || ttl.toMillis() > 0, "history_ttl must be 0s or at least 1ms but was " + ttl);
        check(
                (size > 0) == !ttl.isZero(),
                "history_size and history_ttl go together: set both, or neither for no history");
        metaTtl.ifPresent(time ->
                check(time.compareTo(ttl) >= 0, "history_meta_ttl must be 0s or at least history_ttl but was " + time));
    }

    /** What is {@code on} lives on the history of the channel. */
    static void needsHistory(String setting, boolean on, int historySize) {
        check(!on || historySize > 0, setting + " needs history_size and history_ttl");
    }

    static void cacheRecovery(boolean automatic, RecoveryMode mode) {
        check(!automatic || mode == RecoveryMode.CACHE, "auto_cache_recover needs force_recovery_mode: cache");
    }

    static void delivery(Optional<Duration> writeDelay, SlowConsumerPolicy slowConsumer, String conflateTag) {
        writeDelay.ifPresent(
                delay -> check(ChannelOptions.isWriteDelay(delay), "write_delay must be 0s to 1s but was " + delay));
        check(
                conflateTag.isEmpty() || slowConsumer == SlowConsumerPolicy.CONFLATE,
                "conflate_tag needs slow_consumer: conflate");
    }

    static void rate(double rate) {
        check(
                rate == 0 || (rate >= LOWEST_RATE && rate <= HIGHEST_RATE),
                "max_rate must be 0, or 0.001 to 500 publications a second, but was " + rate);
    }

    /** A delta applies to the publication before it, so none of them may be left out on the way to a client. */
    static void delta(List<DeltaType> types, SlowConsumerPolicy slowConsumer, double maxRate) {
        check(
                types.isEmpty() || slowConsumer == SlowConsumerPolicy.DISCONNECT,
                "allowed_delta_types needs slow_consumer: disconnect, since deltas cannot do without a dropped publication");
        check(
                types.isEmpty() || maxRate == 0,
                "allowed_delta_types needs max_rate: 0, since deltas cannot do without a publication left out");
    }

    static void regex(String regex) {
        check(
                regex.length() <= LONGEST_REGEX,
                "channel_regex must be at most " + LONGEST_REGEX + " characters but has " + regex.length());
        try {
            var unused = Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "channel_regex must be a regular expression but was '" + regex + "': " + e.getDescription(), e);
        }
    }

    static void proxyName(String setting, String name) {
        check(
                PROXY_NAME.matcher(name).matches(),
                setting + " must be at least 2 of letters, digits, - _ . but was '" + name + "'");
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
