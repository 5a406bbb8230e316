package io.sluice.loadtest.client;

/**
 * A publication as a client receives it.
 *
 * @param channel the channel of the subscription that it belongs to
 * @param data its payload: one JSON value, exactly as the server wrote it
 * @param offset its position in the channel's history; 0 when the channel keeps none
 */
public record Publication(String channel, String data, long offset) {}
