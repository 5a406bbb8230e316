package io.sluice.gateway.auth.token;

import io.sluice.common.config.ConfigLoader;
import io.sluice.common.config.Setting;
import java.util.Map;

/** Settings of tokens, loaded as the gateway loads them. */
record SettingsOfTokens(@Setting TokenSettings token, @Setting SubscriptionTokenSettings subscriptionToken) {

    static SettingsOfTokens of(Map<String, String> values) {
        return loader(values).load();
    }

    static ConfigLoader<SettingsOfTokens> loader(Map<String, String> values) {
        ConfigLoader<SettingsOfTokens> loader = ConfigLoader.of(SettingsOfTokens.class);
        values.forEach(loader::override);
        return loader;
    }
}
