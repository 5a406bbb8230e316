package io.sluice.gateway.channel;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the options of a channel by its name. Immutable, so any thread may ask. */
public final class ChannelRules {

    private final int maxLength;
    private final int maxPublicationBytes;
    private final Duration historyMetaTtl;
    private final ChannelOptions withoutNamespace;
    private final Map<String, ChannelOptions> namespaces;

    public ChannelRules(ChannelSettings settings) {
        this.maxLength = settings.maxLength();
        this.maxPublicationBytes = settings.maxPublicationSize();
        this.historyMetaTtl = settings.historyMetaTtl();
        this.withoutNamespace = settings.withoutNamespace();
        this.namespaces = settings.namespaces().stream()
                .collect(Collectors.toUnmodifiableMap(ChannelOptions::name, Function.identity()));
    }

    /** Validates {@code text} and finds the options that hold for it. */
    public ChannelLookup lookup(String text) {
        ChannelName name = ChannelName.parse(text, maxLength).orElse(null);
        if (name == null) {
            return new ChannelLookup.Malformed();
        }
        ChannelOptions options = optionsOf(name.namespace());
        return options == null ? new ChannelLookup.UnknownNamespace() : new ChannelLookup.Found(name, options);
    }

    /** Whether {@code text} may be a channel's name, whatever its namespace. */
    public boolean isWellFormed(String text) {
        return ChannelName.parse(text, maxLength).isPresent();
    }

    /** Largest data of one publication, in bytes. */
    public int maxPublicationBytes() {
        return maxPublicationBytes;
    }

    /** Time after the last use of a channel with {@code options} at which its stream is forgotten. */
    public Duration historyMetaTtl(ChannelOptions options) {
        return options.historyMetaTtl().orElse(historyMetaTtl);
    }

    private @Nullable ChannelOptions optionsOf(String namespace) {
        return namespace.isEmpty() ? withoutNamespace : namespaces.get(namespace);
    }
}
