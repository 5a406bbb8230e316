package io.sluice.gateway.endpoint;

import io.sluice.common.config.Setting;
import java.util.List;

/** Back ends that take part in the life of connections. */
public record ClientProxySettings(
        @Setting(doc = "Decides about connections without a token") EndpointSettings connect,
        @Setting(doc = "Asked for a longer life before a connection expires that connect let in")
                EndpointSettings refresh,
        @Setting(doc = "Told of connections that ended, at least once each, also when their node died")
                EndpointSettings disconnect) {

    public ClientProxySettings {
        for (EndpointSettings endpoint : List.of(connect, refresh, disconnect)) {
            if (!endpoint.name().isEmpty()) {
                throw new IllegalArgumentException(
                        "only proxies have a name, but client.proxy has '" + endpoint.name() + "'");
            }
        }
    }
}
