package io.sluice.router.pool;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.router.backend.Backend;
import io.sluice.router.balance.BalancingPolicy;
import io.sluice.router.discovery.DiscoveredBackends;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The backends that are known, and the choice among them.
 *
 * <p>Draining backends get no new connection. Ejected ones get none while another is left; when all are ejected they
 * are tried all the same, because an attempt that may fail is worth more to a client than a refusal.
 *
 * <p>Threading: any thread, without a lock; {@link #update} from one thread at a time. Two loops that choose in the same
 * microsecond may choose the same backend, which is an error of one connection.
 */
@ThreadSafe
public final class BackendPool {

    private final BalancingPolicy policy;
    private final LongSupplier nanoClock;
    private final AtomicLong tickets;

    /** Volatile: replaced whole by {@link #update}, read by every loop. */
    private volatile PoolSnapshot snapshot = PoolSnapshot.EMPTY;

    /**
     * @param nanoClock a clock like {@link System#nanoTime}
     * @param firstTicket where turns begin; different in each router, so that they do not all begin with one backend
     */
    public BackendPool(BalancingPolicy policy, LongSupplier nanoClock, long firstTicket) {
        this.policy = policy;
        this.nanoClock = nanoClock;
        this.tickets = new AtomicLong(firstTicket);
    }

    /** Takes over what discovery knows; a backend that stays keeps its counts, one that moved begins anew. */
    public void update(DiscoveredBackends discovered) {
        Map<String, PooledBackend> before = snapshot.backends().stream()
                .collect(Collectors.toMap(member -> member.backend().id(), Function.identity()));
        List<PooledBackend> now = discovered.backends().stream()
                .map(backend -> keepOrAdd(before.get(backend.id()), backend))
                .toList();
        now.forEach(member ->
                member.checked(discovered.failing().contains(member.backend().id())));
        snapshot = new PoolSnapshot(now, discovered.stale());
    }

    public PoolSnapshot snapshot() {
        return snapshot;
    }

    /** Whether a new connection would find a backend. */
    public boolean ready() {
        return snapshot.backends().stream().anyMatch(member -> !member.backend().draining());
    }

    /**
     * Chooses a backend for one connection and counts the connection there at once.
     *
     * @param tried ids of backends that this connection has failed on already
     * @return the placement, or nothing if there is no backend but those and draining ones
     */
    public Optional<Placement> place(ConnectionKind kind, Set<String> tried) {
        List<PooledBackend> usable = select(snapshot.backends(), member -> isUsable(member.backend(), tried));
        List<PooledBackend> healthy = select(usable, member -> !member.ejected());
        List<PooledBackend> candidates = healthy.isEmpty() ? usable : healthy;
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        long[] loads = candidates.stream().mapToLong(PooledBackend::load).toArray();
        int chosen = policy.choose(loads, tickets.getAndIncrement());
        return Optional.of(candidates.get(chosen).place(kind));
    }

    private static boolean isUsable(Backend backend, Set<String> tried) {
        return !backend.draining() && !tried.contains(backend.id());
    }

    private static List<PooledBackend> select(List<PooledBackend> members, Predicate<PooledBackend> wanted) {
        return members.stream().filter(wanted).toList();
    }

    private PooledBackend keepOrAdd(@Nullable PooledBackend before, Backend backend) {
        if (before == null || !before.backend().address().equals(backend.address())) {
            return new PooledBackend(backend, nanoClock);
        }
        before.learned(backend);
        return before;
    }
}
