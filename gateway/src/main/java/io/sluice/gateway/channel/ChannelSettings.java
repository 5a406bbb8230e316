package io.sluice.gateway.channel;

import io.sluice.common.config.Setting;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Settings of channels: limits, and options by namespace. */
public record ChannelSettings(
        @Setting(value = "255", doc = "Longest channel name, in bytes") int maxLength,
        @Setting(
                        value = "1048576",
                        doc =
                                "Largest publication, in bytes of its data; larger ones are refused, so that one publisher"
                                        + " cannot fill every subscriber's queue at once")
                int maxPublicationSize,
        @Setting(doc = "Options of channels whose name has no namespace") ChannelOptions withoutNamespace,
        @Setting(doc = "Namespaces: each a name and its options") List<ChannelOptions> namespaces) {

    private static final Pattern NAMESPACE_NAME = Pattern.compile("[-a-zA-Z0-9_.]{2,}");

    /** Largest max_publication_size: 16 MiB, since a publication is copied once per event loop. */
    private static final int LARGEST_PUBLICATION_BYTES = 16 << 20;

    public ChannelSettings {
        namespaces = List.copyOf(namespaces);
        check(maxLength >= 1 && maxLength <= 4096, "max_length must be 1 to 4096 bytes but was " + maxLength);
        check(
                maxPublicationSize >= 1 && maxPublicationSize <= LARGEST_PUBLICATION_BYTES,
                "max_publication_size must be 1 to " + LARGEST_PUBLICATION_BYTES + " bytes but was "
                        + maxPublicationSize);
        check(withoutNamespace.name().isEmpty(), "without_namespace must have no name");
        Set<String> names = new HashSet<>();
        for (ChannelOptions namespace : namespaces) {
            String name = namespace.name();
            check(
                    NAMESPACE_NAME.matcher(name).matches(),
                    "a namespace's name must be at least 2 of letters, digits, - _ . but was '" + name + "'");
            check(names.add(name), "namespace '" + name + "' is defined twice");
        }
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
