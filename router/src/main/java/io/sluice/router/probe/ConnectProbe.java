package io.sluice.router.probe;

import io.sluice.router.backend.BackendAddress;
import io.sluice.router.health.CheckResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;

/** Opens a TCP connection to the client port and closes it: the process listens, more cannot be said. */
public final class ConnectProbe implements Probe {

    private final NetClient client;

    public ConnectProbe(Vertx vertx, Duration timeout) {
        client = vertx.createNetClient(new NetClientOptions().setConnectTimeout((int) timeout.toMillis()));
    }

    @Override
    public Future<CheckResult> check(BackendAddress address) {
        return client.connect(address.port(), address.host())
                .compose(NetSocket::close)
                .map(CheckResult.PASSED);
    }

    @Override
    public Future<Void> close() {
        return client.close();
    }
}
