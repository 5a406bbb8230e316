package io.sluice.router.pool;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.router.backend.Backend;
import io.sluice.router.balance.BalancingRules;
import io.sluice.router.balance.Candidate;
import io.sluice.router.balance.Draw;
import io.sluice.router.discovery.DiscoveredBackends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The backends that are known, and the choice among them.
 *
 * <p>Draining backends get no new connection. Full and ejected ones get none while others are left; see {@link Standing} for
 * what happens when none are. A backend that takes only so many new connections in a second gets no more than that; when
 * that is true of all, the client is told when to come back.
 *
 * <p>Threading: any thread, without a lock; {@link #update} from one thread at a time. Two loops that choose in the same
 * microsecond may choose the same backend, which is an error of one connection.
 */
@ThreadSafe
public final class BackendPool {

    /** Discovery looks twice a second, so whoever comes back after a second finds what there is to find. */
    private static final Duration NEXT_DISCOVERY = Duration.ofSeconds(1);

    /** Which random number of a draw is for the time of coming back; the policies take those before it. */
    private static final int CHANCE_OF_SLOT = 2;

    private final BalancingRules rules;
    private final LongSupplier nanoClock;
    private final AtomicLong tickets;
    private final SlotSchedule slots;
    private final PlacementCounts counts = new PlacementCounts();

    /** Volatile: replaced whole by {@link #update}, read by every loop. */
    private volatile PoolSnapshot snapshot = PoolSnapshot.EMPTY;

    /**
     * @param nanoClock a clock like {@link System#nanoTime}
     * @param firstTicket where turns and chance begin; different in each router, so that they do not all begin with one
     *     backend
     */
    public BackendPool(BalancingRules rules, LongSupplier nanoClock, long firstTicket) {
        this.rules = rules;
        this.nanoClock = nanoClock;
        this.tickets = new AtomicLong(firstTicket);
        this.slots = new SlotSchedule(nanoClock);
    }

    /** Takes over what discovery knows; a backend that stays keeps its counts, one that moved begins anew. */
    public void update(DiscoveredBackends discovered) {
        Map<String, PooledBackend> before = snapshot.backends().stream()
                .collect(Collectors.toMap(member -> member.backend().id(), Function.identity()));
        long now = nanoClock.getAsLong();
        List<PooledBackend> members = discovered.backends().stream()
                .map(backend -> keepOrAdd(before.get(backend.id()), backend, now))
                .toList();
        members.forEach(member ->
                member.checked(discovered.failing().contains(member.backend().id())));
        snapshot = new PoolSnapshot(members, discovered.stale());
    }

    public PoolSnapshot snapshot() {
        return snapshot;
    }

    public PlacementCounts counts() {
        return counts;
    }

    /** Whether a new connection would find a backend. */
    public boolean ready() {
        return snapshot.backends().stream().anyMatch(member -> !member.backend().draining());
    }

    /**
     * Chooses a backend for one connection and counts the connection there at once.
     *
     * @param tried ids of backends that this connection has failed on already; they are not chosen again
     * @param key what the connection has in common with others, {@code null} if it has nothing
     */
    public Decision place(ConnectionKind kind, Set<String> tried, @Nullable String key) {
        List<PooledBackend> members = snapshot.backends();
        List<PooledBackend> usable = members.stream()
                .filter(member -> isUsable(member.backend(), kind) && !isTried(member, tried))
                .toList();
        if (usable.isEmpty()) {
            return refuse(reasonFor(members, kind), NEXT_DISCOVERY);
        }
        return choose(Shortlist.of(usable), kind, new Draw(tickets.getAndIncrement(), key));
    }

    private Decision choose(Shortlist shortlist, ConnectionKind kind, Draw draw) {
        List<PooledBackend> left =
                new ArrayList<>(kind.isHandshake() ? shortlist.withHandshakes() : shortlist.members());
        while (!left.isEmpty()) {
            PooledBackend chosen = choose(left, draw);
            if (!kind.isHandshake() || chosen.handshakes().tryTake()) {
                counts.countPlaced(shortlist.standing());
                countZone(chosen);
                return chosen.place(kind);
            }
            left.remove(chosen); // another loop took its last token a moment ago
        }
        return refuse(Refusal.Reason.STORM, slots.next(shortlist.handshakesPerSecond(), draw.chance(CHANCE_OF_SLOT)));
    }

    private PooledBackend choose(List<PooledBackend> members, Draw draw) {
        List<Candidate> candidates = rules.zone().narrow(candidates(members));
        String chosen = candidates
                .get(rules.policy().choose(candidates, draw))
                .backend()
                .id();
        return members.stream()
                .filter(member -> member.backend().id().equals(chosen))
                .findFirst()
                .orElseThrow();
    }

    /** Where all are new nobody is slower than the others, and the weights of a moment would only favour the eldest. */
    private List<Candidate> candidates(List<PooledBackend> members) {
        long now = nanoClock.getAsLong();
        boolean allNew = members.stream().noneMatch(member -> rules.slowStart().isOver(member.ageNanos(now)));
        return members.stream()
                .map(member -> new Candidate(
                        member.backend(),
                        Math.max(0, member.load()),
                        allNew ? 1 : rules.slowStart().weight(member.ageNanos(now))))
                .toList();
    }

    private Refusal refuse(Refusal.Reason reason, Duration retryAfter) {
        counts.countRefused(reason);
        return new Refusal(reason, retryAfter);
    }

    private void countZone(PooledBackend chosen) {
        String preferred = rules.zone().zone();
        if (!preferred.isEmpty() && !preferred.equals(chosen.backend().access().zone())) {
            counts.countOutsideZone();
        }
    }

    private static Refusal.Reason reasonFor(List<PooledBackend> members, ConnectionKind kind) {
        boolean usable = members.stream().anyMatch(member -> isUsable(member.backend(), kind));
        if (usable) {
            return Refusal.Reason.ALL_TRIED;
        }
        boolean ready = members.stream().anyMatch(member -> !member.backend().draining());
        return ready ? Refusal.Reason.NO_PUBLIC_ADDRESS : Refusal.Reason.NO_BACKEND;
    }

    private static boolean isUsable(Backend backend, ConnectionKind kind) {
        boolean reachable = kind != ConnectionKind.RESERVATION
                || !backend.access().publicUrl().isEmpty();
        return reachable && !backend.draining();
    }

    private static boolean isTried(PooledBackend member, Set<String> tried) {
        return tried.contains(member.backend().id());
    }

    private PooledBackend keepOrAdd(@Nullable PooledBackend before, Backend backend, long nowNanos) {
        if (before == null || !before.backend().address().equals(backend.address())) {
            return new PooledBackend(backend, nanoClock, nowNanos);
        }
        before.learned(backend, nowNanos);
        return before;
    }
}
