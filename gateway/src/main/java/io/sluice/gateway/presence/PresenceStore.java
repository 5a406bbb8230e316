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
 * theirs anew more often than that. What one caller does one after another for one client happens in that order.
 *
 * <p>Threading: any thread; futures complete on a thread of the store's choice, so a confined caller must hop back.
 *
 * <p>Failures: while the store cannot be reached every operation fails with {@link PresenceUnavailableException} within two
 * seconds. What became of a change whose answer is missing is unknown; the next {@link #put} or the end of {@link #TTL} sets it
 * right.
 */
public interface PresenceStore extends Service {

    /** Twice the longest {@code client.presence_update_interval}, so that one refresh may fail before a living client is missed. */
    Duration TTL = Duration.ofSeconds(60);

    /**
     * Adds members, or keeps them for another {@link #TTL}, all with the info given now. A batch costs one round trip, and one
     * command for some hundred members of a channel. When it fails some of them may have been put.
     */
    Future<Void> put(List<Member> members);

    /** Removes a client from a channel; one that is not there is no error. */
    Future<Void> remove(String channel, String client, String user);

    /** Who is in the channel, by connection id; costs as much as there are members. */
    Future<Map<String, ClientInfo>> members(String channel);

    /** How many are in the channel; the cost does not grow with their number, but for those who expired since the last look. */
    Future<PresenceStats> stats(String channel);
}
