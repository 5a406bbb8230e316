package io.sluice.common.redis;

import io.vertx.core.Future;

/** Knows which server takes writes. Called on the event loop of the connection that asks. */
interface MasterSource {

    /** Where the server is now, or {@link RedisUnavailableException} saying why nobody knows. */
    Future<RedisAddress> find();

    /** Where a connection should lead that leads to {@code here}: the same, while that is right. */
    default Future<RedisAddress> check(RedisAddress here) {
        return find();
    }

    /** Looks at a fresh connection to what was found; fails if a server is at its other end that takes no writes. */
    Future<Void> confirm(RespConnection connection);

    /** What was found was of no use: whoever said so is not the first to be asked again. */
    void doubt();

    /** A server at an address that does not change; what is behind it, is not this program's affair. */
    record Fixed(RedisAddress address) implements MasterSource {

        @Override
        public Future<RedisAddress> find() {
            return Future.succeededFuture(address);
        }

        @Override
        public Future<Void> confirm(RespConnection connection) {
            return Future.succeededFuture();
        }

        @Override
        public void doubt() {}

        @Override
        public String toString() {
            return address.toString();
        }
    }
}
