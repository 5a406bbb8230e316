package io.sluice.loadtest.client;

/**
 * A publication as a client receives it.
 *
 * @param channel the channel of the subscription that it belongs to
 * @param data its payload: one JSON value, exactly as the server wrote it
 * @param offset its position in the channel's history; 0 when the channel keeps none
 * @param patch whether the payload is what has changed since the publication before, see {@link FossilPatch}
 */
public record Publication(String channel, String data, long offset, boolean patch) {

    /** A publication whose payload is its document. */
    public Publication(String channel, String data, long offset) {
        this(channel, data, offset, false);
    }
}
