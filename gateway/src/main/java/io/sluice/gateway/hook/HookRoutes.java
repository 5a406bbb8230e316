package io.sluice.gateway.hook;

import io.sluice.gateway.endpoint.ChannelProxySettings;
import io.sluice.gateway.endpoint.ClientProxySettings;
import io.sluice.gateway.endpoint.EndpointSettings;
import io.sluice.gateway.endpoint.RpcSettings;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which back end is asked about what.
 *
 * @param defaults the back end of an event where no other is named; an event without one is off
 * @param named back ends by name, for every event that chooses them
 * @param rpc which methods are answered, and by whom
 */
public record HookRoutes(
        Map<HookEvent, EndpointSettings> defaults, Map<String, EndpointSettings> named, RpcSettings rpc) {

    /** The name by which settings call the back end of {@link #defaults}. */
    public static final String DEFAULT = "default";

    private static final Pattern NAME = Pattern.compile("[-a-zA-Z0-9_.]{2,}");

    public HookRoutes {
        defaults = Map.copyOf(defaults);
        named = Map.copyOf(named);
        for (EndpointSettings endpoint : named.values()) {
            check(endpoint.isConfigured(), "proxy '" + endpoint.name() + "' has no endpoint");
        }
    }

    /**
     * The routes of these settings.
     *
     * @throws IllegalArgumentException if two back ends have one name, or a namespace of methods names one that is not there
     */
    public static HookRoutes of(
            ClientProxySettings client, ChannelProxySettings channel, RpcSettings rpc, List<EndpointSettings> proxies) {
        Map<HookEvent, EndpointSettings> defaults = new EnumMap<>(HookEvent.class);
        Map.of(
                        HookEvent.CONNECT, client.connect(),
                        HookEvent.REFRESH, client.refresh(),
                        HookEvent.DISCONNECT, client.disconnect())
                .forEach((event, endpoint) -> {
                    if (endpoint.enabled()) {
                        defaults.put(event, endpoint);
                    }
                });
        Map.of(
                        HookEvent.SUBSCRIBE, channel.subscribe(),
                        HookEvent.PUBLISH, channel.publish(),
                        HookEvent.SUB_REFRESH, channel.subRefresh(),
                        HookEvent.UNSUBSCRIBE, channel.unsubscribe(),
                        HookEvent.RPC, rpc.proxy())
                .forEach((event, endpoint) -> {
                    if (endpoint.isConfigured()) {
                        defaults.put(event, endpoint);
                    }
                });
        HookRoutes routes = new HookRoutes(defaults, byName(proxies), rpc);
        routes.requireMethods(rpc.withoutNamespace(), "rpc.without_namespace");
        rpc.namespaces()
                .forEach(namespace -> routes.requireMethods(namespace, "rpc namespace '" + namespace.name() + "'"));
        return routes;
    }

    private static Map<String, EndpointSettings> byName(List<EndpointSettings> proxies) {
        Map<String, EndpointSettings> named = new LinkedHashMap<>();
        for (EndpointSettings proxy : proxies) {
            String name = proxy.name();
            check(
                    NAME.matcher(name).matches() && !name.equals(DEFAULT),
                    "a proxy's name must be at least 2 of letters, digits, - _ . and not default but was '" + name
                            + "'");
            check(named.put(name, proxy) == null, "proxy '" + name + "' is defined twice");
        }
        return named;
    }

    private void requireMethods(RpcSettings.Options options, String place) {
        if (options.proxyEnabled()) {
            require(HookEvent.RPC, options.proxyName(), place);
        }
    }

    /**
     * Sees to it that a namespace's choice exists.
     *
     * @param name as the namespace has it; empty or {@code default} for the default
     * @param place what names it, for the message
     * @throws IllegalArgumentException if there is no such back end
     */
    public void require(HookEvent event, String name, String place) {
        if (find(event, name).isPresent()) {
            return;
        }
        throw new IllegalArgumentException(
                isDefault(name)
                        ? place + " turns on the " + event.label() + " hook, but no endpoint of it is set"
                        : place + " names the proxy '" + name + "', which is not in proxies");
    }

    /** The back end for an event; empty if there is none. */
    public Optional<EndpointSettings> find(HookEvent event, String name) {
        return Optional.ofNullable(isDefault(name) ? defaults.get(event) : named.get(name));
    }

    /** Whether a name stands for the default of an event. */
    public static boolean isDefault(String name) {
        return name.isEmpty() || name.equals(DEFAULT);
    }

    /** Whether somebody is asked about, or told of, an event by default. */
    public boolean has(HookEvent event) {
        return defaults.containsKey(event);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
