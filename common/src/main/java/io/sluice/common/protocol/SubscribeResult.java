package io.sluice.common.protocol;

import java.util.List;

/**
 * The state in which a subscription starts.
 *
 * @param expires whether the client must refresh the subscription token
 * @param ttlSeconds seconds until that token expires; 0 if it does not
 * @param recoverable whether missed publications can be recovered after a reconnect
 * @param epoch life of the stream; empty without history
 * @param publications recovered ones, by ascending offset
 * @param recovered whether {@code publications} is all that the client missed
 * @param offset where live publications continue
 * @param positioned whether the gateway watches the offsets and reports a gap
 * @param data the application's own answer
 * @param wasRecovering whether the client had asked for recovery
 * @param delta whether publications may be patches
 * @param channelId number that stands for the channel's name in pushes; 0 if the name itself is used
 */
public record SubscribeResult(
        boolean expires,
        long ttlSeconds,
        boolean recoverable,
        String epoch,
        List<Publication> publications,
        boolean recovered,
        long offset,
        boolean positioned,
        Payload data,
        boolean wasRecovering,
        boolean delta,
        long channelId) {

    /** A subscription without history, expiry or anything else to say. */
    public static final SubscribeResult PLAIN =
            new SubscribeResult(false, 0, false, "", List.of(), false, 0, false, Payload.EMPTY, false, false, 0);

    public SubscribeResult {
        publications = List.copyOf(publications);
    }
}
