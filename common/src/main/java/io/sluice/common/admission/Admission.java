package io.sluice.common.admission;

import io.sluice.common.threading.ThreadSafe;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides which of the clients that come are let in, before anything else is done for them. Nobody waits here: a client is let
 * in at once, or told when to come back.
 *
 * <p>The limits of the node come first, being the cheapest to ask; then those of the source, so that one that comes too often
 * takes nothing from the others; then the rate of the node. What a client took is given back if a later limit refuses it.
 *
 * <p>Threading: any thread; shared by all event loops of a process.
 */
@ThreadSafe
public final class Admission {

    private final AdmissionTerms terms;
    private final RandomGenerator random;
    private final Places connections;
    private final Places handshakes;
    private final @Nullable TokenBucket bucket;
    private final @Nullable ComebackSchedule comebacks;
    private final KeyLimits<SourceKey> sources;
    private final KeyLimits<String> users;
    private final boolean tracksSources;
    private final LongAdder admitted = new LongAdder();
    private final Map<RefusalReason, RefusalLog> refusals = new EnumMap<>(RefusalReason.class);

    /**
     * Makes one for a process.
     *
     * @param nanoClock nanoseconds from any origin that never go back
     * @param random spreads comebacks; must be safe for any thread
     */
    public Admission(AdmissionTerms terms, LongSupplier nanoClock, RandomGenerator random) {
        this.terms = terms;
        this.random = random;
        this.connections = new Places(terms.connections());
        this.handshakes = new Places(terms.handshakes());
        this.bucket = terms.rate().map(rate -> new TokenBucket(rate, nanoClock)).orElse(null);
        this.comebacks = terms.rate()
                .map(rate -> new ComebackSchedule(rate, nanoClock, random))
                .orElse(null);
        this.sources = new KeyLimits<>(terms.source().terms(), nanoClock);
        this.users = new KeyLimits<>(terms.user().terms(), nanoClock);
        this.tracksSources = !sources.unlimited();
        for (RefusalReason refusal : RefusalReason.values()) {
            refusals.put(refusal, new RefusalLog(refusal, nanoClock));
        }
    }

    /** Whether everybody is let in, so that there is no need to find out who asks. */
    public boolean open() {
        return terms.open();
    }

    /** Decides about one client that wants to connect. */
    public Decision ask(SourceKey source) {
        if (!connections.tryTake()) {
            return atAnyTime(RefusalReason.CONNECTION_LIMIT);
        }
        if (!handshakes.tryTake()) {
            connections.giveBack();
            return atAnyTime(RefusalReason.HANDSHAKES);
        }
        Claim<SourceKey> claim = sources.take(source);
        if (!(claim instanceof Claim.Held<SourceKey> held)) {
            handshakes.giveBack();
            connections.giveBack();
            return refusedToSource(claim);
        }
        if (bucket != null && comebacks != null && !bucket.tryTake()) {
            sources.undo(held);
            handshakes.giveBack();
            connections.giveBack();
            return refused(RefusalReason.CONNECTION_RATE, comebacks.next());
        }
        admitted.increment();
        return new Decision.Admitted(new AdmissionTicket(this, tracksSources ? held : null));
    }

    /** Whether one more connection of a user may begin, which takes one; an empty name is nobody's and always may. */
    public boolean admitsUser(String user) {
        if (user.isEmpty() || users.unlimited()) {
            return true;
        }
        if (users.take(user) instanceof Claim.Held<String> held) {
            users.release(held); // The bucket remembers it; connections of users are counted elsewhere.
            return true;
        }
        count(RefusalReason.USER_RATE);
        return false;
    }

    /** Clients let in so far, of those that were asked about. */
    public long admitted() {
        return admitted.sum();
    }

    /** Clients refused so far for this reason. */
    public long refused(RefusalReason refusal) {
        return log(refusal).count();
    }

    /** Clients on their way in. */
    public int handshakes() {
        return handshakes.taken();
    }

    /** Clients let in whose connections are open. */
    public int connections() {
        return connections.taken();
    }

    void handshakeOver() {
        handshakes.giveBack();
    }

    void closed(Claim.@Nullable Held<SourceKey> source) {
        connections.giveBack();
        if (source != null) {
            sources.release(source);
        }
    }

    private Decision refusedToSource(Claim<SourceKey> claim) {
        return claim instanceof Claim.TooFast<SourceKey> fast
                ? refused(RefusalReason.SOURCE_RATE, ComebackSchedule.after(fast.untilNext(), random))
                : atAnyTime(RefusalReason.SOURCE_CONNECTIONS);
    }

    private Decision atAnyTime(RefusalReason refusal) {
        return refused(refusal, ComebackSchedule.anyTime(random));
    }

    private Decision refused(RefusalReason refusal, Duration retryAfter) {
        count(refusal);
        return new Decision.Refused(refusal, retryAfter);
    }

    private void count(RefusalReason refusal) {
        var unused = log(refusal).add();
    }

    private RefusalLog log(RefusalReason refusal) {
        return Objects.requireNonNull(refusals.get(refusal));
    }
}
