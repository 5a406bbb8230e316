package io.sluice.common.log;

import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** Marks the log lines that clients, back ends and other peers can cause as often as they like; {@link LineLimit} limits them. */
public final class PeerCaused {

    /** The first argument of such a line: {@code log.warn(PEER, "connection failed session={}", id)}. */
    public static final Marker PEER = MarkerFactory.getMarker("PEER");

    private PeerCaused() {}
}
