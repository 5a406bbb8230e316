package io.sluice.gateway.channel;

/**
 * Names of the feeds that carry a namespace's publications to those who subscribed to patterns, whatever the channel.
 *
 * <p>There is one feed for each namespace that allows patterns, with its name; so a node with one pattern receives what its
 * namespace publishes, and nothing else. Other namespaces have none and pay nothing.
 */
public final class Feeds {

    /** Stands for channels without a namespace: too short to be the name of one. */
    private static final String WITHOUT_NAMESPACE = "_";

    private Feeds() {}

    /** The feed of the channels with these options; empty if they have none. */
    public static String of(ChannelOptions options) {
        if (!options.allowWildcard()) {
            return "";
        }
        return options.name().isEmpty() ? WITHOUT_NAMESPACE : options.name();
    }
}
