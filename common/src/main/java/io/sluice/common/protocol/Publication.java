package io.sluice.common.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message in a channel.
 *
 * @param data the message itself, or a patch against the one before it when {@code delta} is set
 * @param info who published; null unless a client did
 * @param offset number in the channel's stream, from 1 upwards; 0 when the channel keeps no history
 * @param tags the publisher's labels, which subscribers can filter by
 * @param form what the data are; anything but plain only on the way to a client
 * @param channel the channel it really went to, where the subscription's name differs from it; else empty
 * @param epoch life of the stream that the offset counts in; empty when subscribers know it already
 * @param time Unix time in milliseconds when the publisher's node accepted it, 0 if unknown; never sent to clients
 */
public record Publication(
        Payload data,
        @Nullable ClientInfo info,
        long offset,
        Map<String, String> tags,
        DataForm form,
        String channel,
        String epoch,
        long time) {

    public Publication {
        tags = Map.copyOf(tags);
    }

    /** This publication as one of another life of its stream. */
    public Publication ofEpoch(String other) {
        return epoch.equals(other) ? this : new Publication(data, info, offset, tags, form, channel, other, time);
    }
}
