package io.sluice.gateway.session;

import static java.util.Objects.requireNonNull;

import io.sluice.common.metrics.LoopCounter;
import io.sluice.common.metrics.LoopHistogram;
import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.metrics.GatewayMetric;
import io.sluice.gateway.metrics.LoopCounters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The sessions of one loop whose connections are open. */
@EventLoopConfined
public final class Sessions {

    private final Map<String, ClientSession> open = new HashMap<>();
    // Those of users with an id: of anonymous ones there may be as many as connections. Sets, since a user may have
    // thousands.
    private final Map<String, Set<ClientSession>> byUser = new HashMap<>();
    private final SessionsByAge byAge;
    private final Map<TransportKind, LoopCounter> byTransport = new EnumMap<>(TransportKind.class);
    private final Map<TransportKind, LoopHistogram> durations = new EnumMap<>(TransportKind.class);
    private final UserCounts users;
    private final LoopCounters counters;
    private final LongSupplier nanoTime;

    /**
     * A loop without sessions yet.
     *
     * @param users the node's users, shared by all loops
     * @param nanoTime monotonic clock, by which clients are young or old
     */
    public Sessions(UserCounts users, LoopCounters counters, LongSupplier nanoTime) {
        this.users = users;
        this.counters = counters;
        this.nanoTime = nanoTime;
        this.byAge = new SessionsByAge(counters);
        for (TransportKind kind : TransportKind.values()) {
            byTransport.put(kind, counters.counter(GatewayMetric.CONNECTIONS, kind.label()));
            durations.put(kind, counters.histogram(GatewayMetric.CONNECTION_DURATION_SECONDS, kind.label()));
        }
    }

    /** To be called now and then, so that it is known how old the connections are. */
    public void age() {
        byAge.age(nanoTime.getAsLong());
    }

    /** Disconnects every client. */
    public void disconnectAll(DisconnectCode code) {
        for (ClientSession session : new ArrayList<>(open.values())) {
            session.disconnect(code);
        }
    }

    /**
     * Disconnects some clients, in no particular order, of those who are not being disconnected already.
     *
     * @param count how many at most, 0 or more
     * @return how many there were
     */
    public int disconnectSome(int count, Disconnect disconnect) {
        List<ClientSession> some = open.values().stream()
                .filter(session -> !session.isClosed())
                .limit(count)
                .toList();
        some.forEach(session -> session.disconnect(disconnect));
        return some.size();
    }

    public boolean isEmpty() {
        return open.isEmpty();
    }

    /** The connected clients that are meant, as a copy. */
    List<ClientSession> matching(ClientTarget target) {
        return candidates(target).stream()
                .filter(session -> session.isConnected() && session.is(target))
                .toList();
    }

    private Collection<ClientSession> candidates(ClientTarget target) {
        if (!target.client().isEmpty()) {
            ClientSession session = open.get(target.client());
            return session == null ? List.of() : List.of(session);
        }
        String user = target.user().orElse("");
        return user.isEmpty() ? open.values() : byUser.getOrDefault(user, Set.of());
    }

    void opened(ClientSession session) {
        open.put(session.id(), session);
        byAge.opened(session.place(), nanoTime.getAsLong());
        counters.connections.add(1);
        requireNonNull(byTransport.get(session.kind())).add(1);
    }

    /** Monotonic time, in nanoseconds. */
    long nowNanos() {
        return nanoTime.getAsLong();
    }

    /** How long ago the session's connection was opened, in nanoseconds. */
    long ageNanos(ClientSession session) {
        return byAge.ageNanos(session.place(), nanoTime.getAsLong());
    }

    /** The session is over; its connection may still be open, until the client has answered the close. */
    void ended(ClientSession session) {
        if (open.containsKey(session.id())) {
            counters.leaving.add(1);
        }
    }

    /** The connection is gone, after the end of its session. */
    void closed(ClientSession session) {
        if (open.remove(session.id()) != null) {
            requireNonNull(durations.get(session.kind())).record(ageNanos(session));
            byAge.closed(session.place());
            counters.connections.add(-1);
            requireNonNull(byTransport.get(session.kind())).add(-1);
            counters.leaving.add(-1);
        }
    }

    /** The session's user is known; false if the user has as many connections on this node as it may. */
    boolean identified(ClientSession session, String user) {
        boolean admitted = users.connected(user);
        if (admitted && !user.isEmpty()) {
            byUser.computeIfAbsent(user, name -> new LinkedHashSet<>(1)).add(session);
        }
        return admitted;
    }

    /** A session whose user was known is over. */
    void forgotten(ClientSession session, String user) {
        byUser.computeIfPresent(user, (name, sessions) -> without(sessions, session));
        users.disconnected(user);
    }

    private static @Nullable Set<ClientSession> without(Set<ClientSession> sessions, ClientSession session) {
        sessions.remove(session);
        return sessions.isEmpty() ? null : sessions;
    }

    /** Any thread: number of connections that stay for all that this node knows. */
    int staying() {
        return counters.staying();
    }

    /**
     * Tells as many clients to go to another node, those first that lose least by it.
     *
     * @return how many were told, which are fewer where fewer may be moved, or are found in one go
     */
    int move(int count, MoveRules rules) {
        List<ClientSession> chosen = byAge.cheapest(count, rules, nanoTime.getAsLong());
        chosen.forEach(session -> session.disconnect(DisconnectCode.FORCE_RECONNECT));
        return chosen.size();
    }
}
