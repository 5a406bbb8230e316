package io.sluice.router.proxy;

import io.sluice.common.tls.ClientTls;
import io.sluice.router.backend.Backend;
import io.sluice.router.backend.BackendAddress;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.SocketAddress;

/** How a backend is connected to: by its address, through TLS if it speaks that. */
record BackendRoute(ClientTls tls) {

    /** A connection of its own. */
    ConnectOptions connection(Backend backend) {
        BackendAddress address = backend.address();
        ConnectOptions options = new ConnectOptions()
                .setRemoteAddress(SocketAddress.inetSocketAddress(address.port(), address.host()))
                .setHost(address.host())
                .setPort(address.port());
        if (usesTls(backend)) {
            String name = tls.serverName(address.host());
            options.setSsl(true).setSslOptions(tls.options()).setHost(name);
            if (isName(name)) {
                options.setSniServerName(name);
            }
        }
        return options;
    }

    /** A request on a pooled connection. */
    RequestOptions request(Backend backend) {
        BackendAddress address = backend.address();
        RequestOptions options = new RequestOptions().setHost(address.host()).setPort(address.port());
        if (usesTls(backend)) {
            options.setSsl(true)
                    .setSslOptions(tls.options())
                    .setServer(SocketAddress.inetSocketAddress(address.port(), address.host()))
                    .setHost(tls.serverName(address.host()));
        }
        return options;
    }

    private boolean usesTls(Backend backend) {
        return tls.isFor(backend.access().tls());
    }

    /** SNI is for names; an address is none. */
    private static boolean isName(String host) {
        return host.indexOf(':') < 0 && !host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
    }
}
