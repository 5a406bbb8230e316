package io.sluice.gateway;

import io.sluice.gateway.channel.ChannelLookup;
import io.sluice.gateway.channel.ChannelRules;
import io.sluice.gateway.channel.Feeds;
import java.util.Optional;
import java.util.function.Function;

/** Tells the hub which names are patterns, and which feed each is matched against. */
record PatternFeeds(ChannelRules channels) implements Function<String, Optional<String>> {

    @Override
    public Optional<String> apply(String name) {
        return channels.lookup(name) instanceof ChannelLookup.Found found && found.isPattern()
                ? Optional.of(Feeds.of(found.options()))
                : Optional.empty();
    }
}
