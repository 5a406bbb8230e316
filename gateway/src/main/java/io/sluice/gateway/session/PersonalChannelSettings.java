package io.sluice.gateway.session;

import io.sluice.common.config.Setting;

/** Settings of the channel that each user has for itself. */
public record PersonalChannelSettings(
        @Setting(value = "false", doc = "Subscribes every connection of a user to that user's personal channel")
                boolean enabled,
        @Setting(value = "", doc = "Namespace of personal channels; empty for none") String personalChannelNamespace,
        @Setting(value = "false", doc = "Disconnects a user's older connections, on all nodes, with code 3504")
                boolean singleConnection) {}
