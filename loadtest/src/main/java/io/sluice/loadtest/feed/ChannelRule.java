package io.sluice.loadtest.feed;

import java.util.Optional;

/** Which channel a line is published to. */
public sealed interface ChannelRule {
    /** The field that the rule wants to see of each line; empty for none. */
    String field();

    /** Empty when the line lacks what the rule needs. */
    Optional<String> channelOf(Line.Valid line);

    /** All lines to one channel. */
    record Fixed(String channel) implements ChannelRule {
        @Override
        public String field() {
            return "";
        }

        @Override
        public Optional<String> channelOf(Line.Valid line) {
            return Optional.of(channel);
        }
    }

    /** Each line to the channel {@code prefix + value of its field}, e.g. {@code ticker.} and {@code symbol}. */
    record FromField(String field, String prefix) implements ChannelRule {
        @Override
        public Optional<String> channelOf(Line.Valid line) {
            return line.field().filter(value -> !value.isEmpty()).map(prefix::concat);
        }
    }
}
