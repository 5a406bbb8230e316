package io.sluice.gateway.session;

import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.metrics.LoopCounters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** The sessions of one loop whose connections are open. */
@EventLoopConfined
public final class Sessions {

    private final Set<ClientSession> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final UserCounts users;
    private final LoopCounters counters;

    /** @param users the node's users, shared by all loops */
    public Sessions(UserCounts users, LoopCounters counters) {
        this.users = users;
        this.counters = counters;
    }

    /** Disconnects every client. */
    public void disconnectAll(DisconnectCode code) {
        for (ClientSession session : new ArrayList<>(open)) {
            session.disconnect(code);
        }
    }

    public boolean isEmpty() {
        return open.isEmpty();
    }

    void opened(ClientSession session) {
        open.add(session);
        counters.connections.add(1);
    }

    void closed(ClientSession session) {
        if (open.remove(session)) {
            counters.connections.add(-1);
        }
    }

    UserCounts users() {
        return users;
    }
}
