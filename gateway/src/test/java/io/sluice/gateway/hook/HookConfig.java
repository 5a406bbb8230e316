package io.sluice.gateway.hook;

import io.sluice.common.config.ConfigLoader;
import io.sluice.common.config.Setting;
import io.sluice.gateway.endpoint.ChannelProxySettings;
import io.sluice.gateway.endpoint.ClientProxySettings;
import io.sluice.gateway.endpoint.EndpointSettings;
import io.sluice.gateway.endpoint.RpcSettings;
import java.util.List;

/** The settings of hooks, under the keys that they have in a node's settings. */
public record HookConfig(
        @Setting(doc = "Clients") Client client,
        @Setting(doc = "Channels") Channel channel,
        @Setting(doc = "Calls") RpcSettings rpc,
        @Setting(doc = "Named ones") List<EndpointSettings> proxies,
        @Setting(doc = "Limits") HookSettings hooks) {

    public record Client(@Setting(doc = "Connections") ClientProxySettings proxy) {}

    public record Channel(@Setting(doc = "Subscriptions") ChannelProxySettings proxy) {}

    /** Loads {@code key=value} settings. */
    public static HookConfig of(String... settings) {
        ConfigLoader<HookConfig> loader = ConfigLoader.of(HookConfig.class);
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            loader.override(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return loader.load();
    }

    public HookRoutes routes() {
        return HookRoutes.of(client.proxy(), channel.proxy(), rpc, proxies);
    }
}
