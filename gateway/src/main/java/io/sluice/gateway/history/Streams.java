package io.sluice.gateway.history;

import io.sluice.gateway.broker.StreamLimits;
import io.sluice.gateway.channel.ChannelOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * Which streams channels have, as their options say.
 *
 * @param metaTtl time after its last use at which a stream is forgotten, for namespaces that do not say
 */
public record Streams(Duration metaTtl) {

    /** How much is kept of a channel with these options; empty if it keeps no history. */
    public Optional<StreamLimits> limits(ChannelOptions options) {
        return options.hasHistory()
                ? Optional.of(new StreamLimits(options.historySize(), options.historyTtl(), metaTtl(options)))
                : Optional.empty();
    }

    /** Never shorter than the publications are kept: without their stream they would be lost. */
    private Duration metaTtl(ChannelOptions options) {
        Duration chosen = options.historyMetaTtl().orElse(metaTtl);
        return chosen.compareTo(options.historyTtl()) < 0 ? options.historyTtl() : chosen;
    }
}
