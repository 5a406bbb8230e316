package io.sluice.gateway.broker.redis;

import io.sluice.common.redis.LocalRedisCluster;
import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisSettings;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.StreamContract;
import io.sluice.gateway.testing.RecordingBrokerListener;

/** {@link RedisBroker} keeps the promises of all brokers about streams in a Redis Cluster too. */
class ClusterStreamsIT extends StreamContract {

    private static final int MAX_PUBLICATION_BYTES = 2_000_000;

    private final RedisSettings settings = LocalRedisCluster.shared().settings();

    @Override
    protected Broker newBroker() {
        return new RedisNode(vertx, settings, MAX_PUBLICATION_BYTES);
    }

    @Override
    protected Broker peerOf(Broker broker) {
        RedisNode peer = new RedisNode(vertx, settings, MAX_PUBLICATION_BYTES);
        peer.listener(new RecordingBrokerListener());
        Outcomes.of(peer.start());
        return peer;
    }
}
