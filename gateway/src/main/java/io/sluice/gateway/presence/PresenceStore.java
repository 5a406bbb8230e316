package io.sluice.gateway.presence;

import io.sluice.common.lifecycle.Service;
import io.sluice.common.protocol.ClientInfo;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Keeps who is in which channel, for all nodes. One contract test runs against every implementation.
 *
 * <p>A member stays for {@link #TTL} after it was last put, so that the clients of a node that died leave by themselves; nodes put
 * theirs anew every {@link #REFRESH}. What one caller does one after another for one client happens in that order.
 *
 * <p>Threading: any thread; futures complete on a thread of the store's choice. Failures: {@link
 * io.sluice.gateway.broker.BrokerUnavailableException} is not known here: see each implementation.
 */
public interface PresenceStore extends Service {

    /** More than two refreshes may be lost before a living client is missed. */
    Duration TTL = Duration.ofSeconds(60);

    Duration REFRESH = Duration.ofSeconds(27);

    /** Adds members, or keeps them for another {@link #TTL}. A batch costs a round trip or few, not one for each. */
    Future<Void> put(List<Member> members);

    /** Removes a client from a channel; one that is not there is no error. */
    Future<Void> remove(String channel, String client, String user);

    /** Who is in the channel, by connection id. */
    Future<Map<String, ClientInfo>> members(String channel);

    /** How many are in the channel, without reading them all. */
    Future<PresenceStats> stats(String channel);
}
