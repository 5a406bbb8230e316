package io.sluice.gateway.channel;

/** What the rules say of a name that somebody sent. */
public sealed interface ChannelLookup {

    /** A well-formed name in a known namespace. */
    record Found(ChannelName name, ChannelOptions options) implements ChannelLookup {}

    /** The name breaks the rules: empty, too long, or with characters other than printable ASCII. */
    record Malformed() implements ChannelLookup {}

    /** The name is well formed, but nobody configured its namespace. */
    record UnknownNamespace() implements ChannelLookup {}
}
