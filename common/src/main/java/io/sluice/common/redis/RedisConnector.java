package io.sluice.common.redis;

import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to the server that takes writes: the one at the address of the settings, the one that the sentinels name, or
 * one of those that a cluster names; which is looked up anew for each connection. Serves one connection at a time.
 */
@EventLoopConfined
final class RedisConnector {

    private final RedisDialer dialer;
    private final MasterSource source;

    /* Where the last connection went; null until there is one. */
    private @Nullable RedisAddress place;

    /**
     * For the settings.
     *
     * @param clientName what {@code CLIENT LIST} shows; no blanks
     */
    RedisConnector(Vertx vertx, RedisSettings settings, String clientName) {
        this.dialer = new RedisDialer(vertx, settings.connectTimeout(), clientName);
        this.source = source(vertx, dialer, settings);
    }

    /** For one member of a cluster and no other. */
    RedisConnector(Vertx vertx, RedisSettings settings, String clientName, RedisAddress member) {
        this.dialer = new RedisDialer(vertx, settings.connectTimeout(), clientName);
        this.source = new ClusterMember(vertx, member, settings.connectTimeout().toMillis());
    }

    private static MasterSource source(Vertx vertx, RedisDialer dialer, RedisSettings settings) {
        if (settings.clustered()) {
            return new ClusterSource(new ClusterTopology(vertx, dialer, settings), new SplittableRandom());
        }
        return settings.sentinels().isEmpty()
                ? new MasterSource.Fixed(RedisAddress.of(settings))
                : new Sentinels(vertx, dialer, settings);
    }

    /** A connection that has been greeted, or {@link RedisUnavailableException} saying why there is none. */
    Future<RespConnection> open() {
        place = null;
        return source.find().compose(this::openAt).onFailure(cause -> source.doubt());
    }

    /**
     * Looks whether the open connection still leads to the server that takes writes, and ends it if another one is named.
     * While nobody can be asked, it stays.
     */
    void check(RespConnection connection) {
        RedisAddress here = place;
        if (here == null) {
            return;
        }
        source.check(here).onSuccess(named -> {
            if (!named.equals(here)) {
                connection.close("another server is the master now: " + named);
            }
        });
    }

    /** Where the last connection went, or what is asked until there is one. For logs; without the password. */
    Object address() {
        return place == null ? source : place;
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
