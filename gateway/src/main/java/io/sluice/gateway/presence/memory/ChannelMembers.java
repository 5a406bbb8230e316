package io.sluice.gateway.presence.memory;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.presence.PresenceStats;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is in one channel, and how many connections each user has in it. Times are nanoseconds of the store's clock. */
@ThreadSafe
final class ChannelMembers {

    private record Presence(ClientInfo info, long goneAtNanos) {}

    // Guarded by this. All stay equally long, so with the one put last at the end the first is the next to go.
    private final LinkedHashMap<String, Presence> clients = new LinkedHashMap<>();
    private final Map<String, Integer> clientsOfUser = new HashMap<>();

    synchronized void put(ClientInfo info, long goneAtNanos) {
        forget(clients.remove(info.client()));
        clients.put(info.client(), new Presence(info, goneAtNanos));
        clientsOfUser.merge(info.user(), 1, Integer::sum);
    }

    synchronized void remove(String client) {
        forget(clients.remove(client));
    }

    synchronized void expire(long nowNanos) {
        Iterator<Presence> oldest = clients.values().iterator();
        while (oldest.hasNext()) {
            Presence presence = oldest.next();
            if (nowNanos - presence.goneAtNanos() < 0) {
                return;
            }
            oldest.remove();
            forget(presence);
        }
    }

    synchronized Map<String, ClientInfo> members() {
        Map<String, ClientInfo> members = new HashMap<>();
        clients.forEach((client, presence) -> members.put(client, presence.info()));
        return members;
    }

    synchronized PresenceStats stats() {
        return new PresenceStats(clients.size(), clientsOfUser.size());
    }

    synchronized boolean isEmpty() {
        return clients.isEmpty();
    }

    private void forget(@Nullable Presence presence) {
        if (presence != null) {
            clientsOfUser.computeIfPresent(presence.info().user(), (user, count) -> count == 1 ? null : count - 1);
        }
    }
}
