package io.sluice.router.balance;

import io.sluice.common.cluster.NodeAccess;
import io.sluice.common.config.Setting;
import java.time.Duration;
import java.util.Optional;

/** How backends are chosen. */
public record BalanceSettings(
        @Setting(
                        value = "least_load",
                        doc =
                                "How a backend is chosen: least_load by all figures that gateways report, the better of two drawn; "
                                        + "least_connections by connections only; round_robin in turns; rendezvous_hash by a key, "
                                        + "so that clients with one key meet on one gateway.")
                Policy policy,
        LoadWeightSettings weights,
        @Setting(
                        value = "10s",
                        doc =
                                "Time in which a new gateway comes up from a tenth of its share to the whole: about what a JVM needs "
                                        + "to get warm. Nothing happens while all are new. 0s switches it off.")
                Duration slowStart,
        @Setting(
                        doc =
                                "Zone of this router. Gateways that name the same one (node.zone) are preferred, unless they have on "
                                        + "average 25 % more connections than the others. Empty: no preference.")
                String zone,
        @Setting(
                        doc =
                                "Key of rendezvous_hash: header:NAME, query:NAME, cookie:NAME, or token_subject for the subject of a JWT "
                                        + "in the Authorization header or in the query parameter token or access_token. A request without the "
                                        + "key is placed by least_load.")
                String hashKey,
        @Setting(
                        value = "1.25",
                        doc =
                                "How many times the mean number of connections a gateway gets by rendezvous_hash before keys go on to "
                                        + "their next gateway; above 1. Nearer to 1 is more even and moves more keys.")
                double boundedLoad) {

    /** The ways of choosing. */
    public enum Policy {
        LEAST_LOAD,
        LEAST_CONNECTIONS,
        ROUND_ROBIN,
        RENDEZVOUS_HASH
    }

    public BalanceSettings {
        new SlowStart(slowStart);
        new NodeAccess(zone, "", false); // checks the zone
        if (!(boundedLoad > 1 && Double.isFinite(boundedLoad))) {
            throw new IllegalArgumentException("bounded_load must be above 1, but was " + boundedLoad);
        }
        if (hashKey.isEmpty() == (policy == Policy.RENDEZVOUS_HASH)) {
            throw new IllegalArgumentException(
                    hashKey.isEmpty()
                            ? "hash_key must be given for the policy rendezvous_hash"
                            : "hash_key is for the policy rendezvous_hash only");
        }
        if (!hashKey.isEmpty()) {
            parse(hashKey);
        }
    }

    /** The rules that the settings stand for. */
    public BalancingRules toRules() {
        return new BalancingRules(toPolicy(), new SlowStart(slowStart), new ZonePreference(zone));
    }

    /** The key that requests are searched for; nothing if the policy needs none. */
    public Optional<HashKey> key() {
        return hashKey.isEmpty() ? Optional.empty() : Optional.of(parse(hashKey));
    }

    private BalancingPolicy toPolicy() {
        return switch (policy) {
            case LEAST_LOAD -> new LeastLoad(weights);
            case LEAST_CONNECTIONS -> new LeastConnections();
            case ROUND_ROBIN -> new RoundRobin();
            case RENDEZVOUS_HASH -> new RendezvousHash(boundedLoad, new LeastLoad(weights));
        };
    }

    private static HashKey parse(String text) {
        try {
            return HashKey.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("hash_key: " + e.getMessage(), e);
        }
    }
}
