package io.sluice.gateway.channel;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the options of a channel by its name. Immutable, so any thread may ask. */
public final class ChannelRules {

    /** Options, with what their {@code channel_regex} was compiled to. */
    private record Namespace(ChannelOptions options, Optional<Pattern> regex) {

        static Namespace of(ChannelOptions options) {
            String regex = options.channelRegex();
            return new Namespace(options, regex.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(regex)));
        }

        boolean accepts(ChannelName name) {
            return regex.map(pattern -> pattern.matcher(name.rest()).find()).orElseGet(name::isPrintableAscii);
        }
    }

    private final ChannelSyntax syntax;
    private final int maxLength;
    private final int maxPublicationBytes;
    private final Namespace withoutNamespace;
    private final Map<String, Namespace> namespaces;

    public ChannelRules(ChannelSettings settings) {
        this.syntax = settings.syntax();
        this.maxLength = settings.maxLength();
        this.maxPublicationBytes = settings.maxPublicationSize();
        this.withoutNamespace = Namespace.of(settings.withoutNamespace());
        this.namespaces = settings.namespaces().stream()
                .map(Namespace::of)
                .collect(Collectors.toUnmodifiableMap(
                        namespace -> namespace.options().name(), Function.identity()));
    }

    /** Validates {@code text} and finds the options that hold for it. */
    public ChannelLookup lookup(String text) {
        int bytes = text.length() > maxLength ? 0 : ChannelName.utf8Bytes(text);
        if (bytes < 1 || bytes > maxLength) {
            return new ChannelLookup.Malformed();
        }
        ChannelName name = new ChannelName(text, syntax);
        Namespace namespace = namespaceOf(name.namespace());
        if (namespace == null) {
            return name.isPrintableAscii() ? new ChannelLookup.UnknownNamespace() : new ChannelLookup.Malformed();
        }
        return namespace.accepts(name)
                ? new ChannelLookup.Found(name, namespace.options())
                : new ChannelLookup.Malformed();
    }

    /**
     * The name of a user's personal channel.
     *
     * @param namespace empty for channels without a namespace
     */
    public String personalChannel(String namespace, String user) {
        String channel = syntax.userBoundary() + user;
        return namespace.isEmpty() ? channel : namespace + syntax.namespaceBoundary() + channel;
    }

    /** Largest data of one publication, in bytes. */
    public int maxPublicationBytes() {
        return maxPublicationBytes;
    }

    private @Nullable Namespace namespaceOf(String namespace) {
        return namespace.isEmpty() ? withoutNamespace : namespaces.get(namespace);
    }
}
