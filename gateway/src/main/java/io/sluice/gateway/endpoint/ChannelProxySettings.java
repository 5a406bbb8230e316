package io.sluice.gateway.endpoint;

import io.sluice.common.config.Setting;
import java.util.List;

/** Back ends that take part in what clients do in channels; a namespace chooses them unless it names another. */
public record ChannelProxySettings(
        @Setting(doc = "Decides about subscriptions") EndpointSettings subscribe,
        @Setting(doc = "Decides about publications of clients, and may change them") EndpointSettings publish,
        @Setting(doc = "Asked for a longer life before a subscription expires") EndpointSettings subRefresh,
        @Setting(doc = "Told of subscriptions that ended before their connection did") EndpointSettings unsubscribe) {

    public ChannelProxySettings {
        for (EndpointSettings endpoint : List.of(subscribe, publish, subRefresh, unsubscribe)) {
            if (!endpoint.name().isEmpty() || endpoint.enabled()) {
                throw new IllegalArgumentException(
                        "channel.proxy has neither name nor enabled: namespaces turn it on, for instance by"
                                + " subscribe_proxy_enabled");
            }
        }
    }
}
