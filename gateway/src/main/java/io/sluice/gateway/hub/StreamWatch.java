package io.sluice.gateway.hub;

import io.sluice.gateway.broker.StreamSight;

/** Who is told what the loops have had of streams. Any thread. */
interface StreamWatch {

    /**
     * What came of a channel's stream does not follow what was had of it: publications were lost on the way, or the stream went
     * back.
     *
     * @param before what was had until then
     */
    void suspect(String channel, StreamSight before);

    /** A loop has no subscriber of the channel any more; this is what it had of the stream. */
    void left(String channel, StreamSight last);
}
