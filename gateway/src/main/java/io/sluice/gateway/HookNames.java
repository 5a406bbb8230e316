package io.sluice.gateway;

import io.sluice.gateway.channel.ChannelOptions;
import io.sluice.gateway.channel.ChannelSettings;
import io.sluice.gateway.hook.HookEvent;
import io.sluice.gateway.hook.HookRoutes;

/** Sees to it that every back end that a namespace chooses exists. */
final class HookNames {

    private HookNames() {}

    /** Throws {@link IllegalArgumentException} that names the namespace and what it chose. */
    static void check(ChannelSettings channels, HookRoutes routes) {
        check(channels.withoutNamespace(), "channel.without_namespace", routes);
        channels.namespaces().forEach(each -> check(each, "namespace '" + each.name() + "'", routes));
    }

    private static void check(ChannelOptions options, String place, HookRoutes routes) {
        check(options.subscribeProxyEnabled(), HookEvent.SUBSCRIBE, options.subscribeProxyName(), place, routes);
        check(options.publishProxyEnabled(), HookEvent.PUBLISH, options.publishProxyName(), place, routes);
        check(options.subRefreshProxyEnabled(), HookEvent.SUB_REFRESH, options.subRefreshProxyName(), place, routes);
        check(options.unsubscribeProxyEnabled(), HookEvent.UNSUBSCRIBE, options.unsubscribeProxyName(), place, routes);
    }

    private static void check(boolean enabled, HookEvent event, String name, String place, HookRoutes routes) {
        if (enabled) {
            routes.require(event, name, place);
        }
    }
}
