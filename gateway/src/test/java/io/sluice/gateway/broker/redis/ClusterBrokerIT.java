package io.sluice.gateway.broker.redis;

import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.LocalRedisCluster;
import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisSettings;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.BrokerContract;
import io.sluice.gateway.testing.RecordingBrokerListener;
import java.util.UUID;

/** {@link RedisBroker} keeps the promises of all brokers in a Redis Cluster too. */
class ClusterBrokerIT extends BrokerContract {

    private static final int MAX_PUBLICATION_BYTES = 2_000_000;

    private final LocalRedisCluster cluster = LocalRedisCluster.shared();
    private final RedisSettings settings = cluster.settings();

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

    /** Each channel has a master of its own, and one may overtake another. */
    @Override
    protected boolean feedsAreInOrderOverChannels() {
        return false;
    }

    /** What a member passes on arrives in order, so whatever it took before has arrived with this. */
    @Override
    protected void awaitWhatIsUnderWay() {
        String mark = "mark-" + UUID.randomUUID();
        Outcomes.of(broker().subscribe(mark));
        cluster.masters().forEach(master -> master.done("PUBLISH", settings.prefix() + ".client." + mark, "1"));
        await().until(() ->
                listener.publications(mark).size() == cluster.masters().size());
    }
}
