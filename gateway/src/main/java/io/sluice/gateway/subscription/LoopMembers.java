package io.sluice.gateway.subscription;

import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.loop.Recurring;
import io.sluice.gateway.presence.Member;
import io.sluice.gateway.presence.PresenceStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of one event loop as members of channels: puts them into the presence store, keeps them there, and takes them out.
 *
 * <p>Members are kept in batches, not one by one: what comes due in one tick of the loop's clock is one call of the store.
 */
@EventLoopConfined
public final class LoopMembers {

    private static final Logger log = LoggerFactory.getLogger(LoopMembers.class);

    /** Most members in one batch: enough for 1,000,000 members at a tick of 100 ms, and still a small message. */
    private static final int MAX_BATCH = 4000;

    /** After an outage all members are back within this time. */
    private static final Duration AFTER_OUTAGE = Duration.ofSeconds(3);

    private final PresenceStore store;
    private final LongSupplier nanoTime;
    private final Recurring<Membership> due;

    public LoopMembers(PresenceStore store, Duration period, RandomGenerator random, LongSupplier nanoTime) {
        this.store = store;
        this.nanoTime = nanoTime;
        this.due = new Recurring<>(period, random);
    }

    /** Keeps those that are due. To be called at every tick of the loop. */
    public void tick() {
        List<Membership> batch = due.takeDue(nanoTime.getAsLong(), MAX_BATCH);
        if (!batch.isEmpty()) {
            store.put(batch.stream().map(Membership::member).toList())
                    .onFailure(cause ->
                            log.debug("presence not refreshed members={} cause={}", batch.size(), cause.toString()));
        }
    }

    /** Redis may have forgotten everybody: all are kept anew soon, though not all at once. */
    public void refreshSoon() {
        due.hurry(nanoTime.getAsLong(), AFTER_OUTAGE);
    }

    /** Makes {@code member} one from now on; {@link Membership#entered} tells when everybody can see it. */
    Membership enter(Member member) {
        return new Membership(member, store.put(List.of(member)));
    }

    /** One client in one channel. */
    @EventLoopConfined
    final class Membership {

        private final Future<Void> entered;
        private final Recurring.Entry<Membership> entry;
        private Member member;

        private Membership(Member member, Future<Void> entered) {
            this.member = member;
            this.entered = entered;
            this.entry = due.add(this, nanoTime.getAsLong());
        }

        Member member() {
            return member;
        }

        Future<Void> entered() {
            return entered;
        }

        /** How others see the client has changed; the store learns it with the next refresh. */
        void update(Member changed) {
            member = changed;
        }

        /** Takes the client out; completes when nobody can see it any more. */
        Future<Void> leave() {
            entry.remove();
            return store.remove(
                    member.channel(), member.info().client(), member.info().user());
        }
    }
}
