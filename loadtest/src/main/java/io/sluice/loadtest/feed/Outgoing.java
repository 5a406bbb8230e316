package io.sluice.loadtest.feed;

import io.sluice.loadtest.client.ApiCommand;

/**
 * Something to publish.
 *
 * @param origin where it comes from, for complaints: {@code line 12}
 * @param json one JSON value
 */
public record Outgoing(String origin, String channel, String json) {
    ApiCommand command() {
        return ApiCommand.publish(channel, json);
    }

    /** About how many bytes it takes in a batch's body. */
    int size() {
        return json.length() + channel.length();
    }
}
