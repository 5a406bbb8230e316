package io.sluice.loadtest.client;

import java.util.List;

/**
 * One command of the HTTP API.
 *
 * @param method as in the path, e.g. {@code publish}
 * @param paramsJson the JSON object that the method takes
 */
public record ApiCommand(String method, String paramsJson) {
    /** Publishes {@code dataJson}, any JSON value on one line, which is passed on byte for byte. */
    public static ApiCommand publish(String channel, String dataJson) {
        return new ApiCommand("publish", "{\"channel\":" + Json.quote(channel) + ",\"data\":" + dataJson + "}");
    }

    public static ApiCommand broadcast(List<String> channels, String dataJson) {
        String names = Json.quoteAll(channels);
        return new ApiCommand("broadcast", "{\"channels\":" + names + ",\"data\":" + dataJson + "}");
    }

    /** This command as an element of {@code batch}: {@code {"publish":{…}}}. */
    String asBatchElement() {
        return "{" + Json.quote(method) + ":" + paramsJson + "}";
    }
}
