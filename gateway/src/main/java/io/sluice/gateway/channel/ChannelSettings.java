package io.sluice.gateway.channel;

import io.sluice.common.config.Setting;
import io.sluice.gateway.endpoint.ChannelProxySettings;
import java.time.Duration;
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
        @Setting(value = "$", doc = "What a private channel begins with; empty for no private channels")
                String privatePrefix,
        @Setting(value = ":", doc = "What ends the namespace in a channel's name; empty for no namespaces")
                String namespaceBoundary,
        @Setting(
                        value = "#",
                        doc =
                                "What comes before the user ids in the name of a user-limited channel; empty for none such")
                String userBoundary,
        @Setting(value = ",", doc = "What stands between the user ids of a user-limited channel; empty for one id only")
                String userSeparator,
        @Setting(
                        value = "720h",
                        doc =
                                "Time after a channel's last publication at which its offsets begin anew, where its namespace"
                                        + " has no history_meta_ttl; no shorter than any history_ttl")
                Duration historyMetaTtl,
        @Setting(doc = "Back ends that take part in what clients do in channels") ChannelProxySettings proxy,
        @Setting(doc = "Options of channels whose name has no namespace") ChannelOptions withoutNamespace,
        @Setting(doc = "Namespaces: each a name and its options") List<ChannelOptions> namespaces) {

    private static final Pattern NAMESPACE_NAME = Pattern.compile("[-a-zA-Z0-9_.]{2,}");

    /** Largest max_publication_size: 16 MiB, since a publication is copied once per event loop. */
    private static final int LARGEST_PUBLICATION_BYTES = 16 << 20;

    public ChannelSettings {
        namespaces = List.copyOf(namespaces);
        var unused = new ChannelSyntax(privatePrefix, namespaceBoundary, userBoundary, userSeparator);
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
            checkMetaTtl(historyMetaTtl, namespace);
        }
        checkMetaTtl(historyMetaTtl, withoutNamespace);
    }

    /** What marks the parts of names. */
    public ChannelSyntax syntax() {
        return new ChannelSyntax(privatePrefix, namespaceBoundary, userBoundary, userSeparator);
    }

    private static void checkMetaTtl(Duration historyMetaTtl, ChannelOptions options) {
        check(
                options.historyMetaTtl().isPresent() || historyMetaTtl.compareTo(options.historyTtl()) >= 0,
                "history_meta_ttl must be at least every history_ttl, but was " + historyMetaTtl + " and that of "
                        + (options.name().isEmpty() ? "without_namespace" : "namespace '" + options.name() + "'")
                        + " " + options.historyTtl());
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
