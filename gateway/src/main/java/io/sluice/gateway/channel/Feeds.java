package io.sluice.gateway.channel;

import java.util.Optional;

/**
 * Names of the feeds that carry everything published in the channels of a namespace, for subscribers of patterns: one for each
 * namespace that allows them.
 */
public final class Feeds {

    /** No namespace can have this name, since it is too short. */
    private static final String WITHOUT_NAMESPACE = "_";

    private Feeds() {}

    /** The feed that publications of {@code channel} go to, or that {@code channel}, if it is a pattern, is matched against. */
    public static Optional<String> of(ChannelLookup.Found channel) {
        if (!channel.options().allowWildcard()) {
            return Optional.empty();
        }
        String namespace = channel.name().namespace();
        return Optional.of(namespace.isEmpty() ? WITHOUT_NAMESPACE : namespace);
    }
}
