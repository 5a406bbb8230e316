package io.sluice.common.redis;

import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * Opens connections to the server that takes writes: the one at the address of the settings, or the one that the sentinels
 * name, which is looked up anew for each connection. Serves one connection at a time.
 */
@EventLoopConfined
final class RedisConnector {

    private final RedisDialer dialer;
    private final MasterSource source;

    /* Where the last connection went; for logs what is asked, until there is one. */
    private Object place;

    /**
     * @param clientName what {@code CLIENT LIST} shows; no blanks
     */
    RedisConnector(Vertx vertx, RedisSettings settings, String clientName) {
        this.dialer = new RedisDialer(vertx, settings.connectTimeout(), clientName);
        this.source = settings.sentinels().isEmpty()
                ? new MasterSource.Fixed(RedisAddress.of(settings))
                : new Sentinels(vertx, dialer, settings);
        this.place = source;
    }

    /** A connection that has been greeted, or {@link RedisUnavailableException} saying why there is none. */
    Future<RespConnection> open() {
        place = source;
        return source.find().compose(this::openAt).onFailure(cause -> source.doubt());
    }

    /**
     * Looks whether the open connection still leads to the server that takes writes, and ends it if another one is named.
     * While nobody can be asked, it stays.
     */
    void check(RespConnection connection) {
        Object here = place;
        source.find().onSuccess(named -> {
            if (!named.equals(here)) {
                connection.close("another server is the master now: " + named);
            }
        });
    }

    /** For logs; without the password. */
    Object address() {
        return place;
    }

    Future<Void> close() {
        return dialer.close();
    }

    private Future<RespConnection> openAt(RedisAddress named) {
        place = named;
        return dialer.dial(named).compose(connection -> source.confirm(connection)
                .onFailure(refusal -> connection.close(String.valueOf(refusal.getMessage())))
                .map(connection));
    }
}
