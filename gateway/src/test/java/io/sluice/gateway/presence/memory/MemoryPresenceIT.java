package io.sluice.gateway.presence.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.Outcomes;
import io.sluice.gateway.presence.PresenceContract;
import io.sluice.gateway.presence.PresenceStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** {@link MemoryPresence} keeps the promises of all presence stores. */
class MemoryPresenceIT extends PresenceContract {

    @Override
    protected PresenceStore newStore(Duration ttl) {
        return new MemoryPresence(vertx, System::nanoTime, ttl);
    }

    @Test
    void channelsThatNobodyAsksForAreForgotten() {
        AtomicLong nanos = new AtomicLong();
        MemoryPresence brief = new MemoryPresence(vertx, nanos::get, Duration.ofMillis(50));
        Outcomes.of(brief.start());
        Outcomes.of(brief.put(List.of(member("a", "ann:1"), member("b", "ann:1"))));
        assertThat(brief.channels()).isEqualTo(2);

        nanos.set(Duration.ofMillis(51).toNanos());
        await().until(() -> brief.channels() == 0);

        Outcomes.of(brief.stop());
    }

    @Test
    void channelsWithoutMembersAreForgottenAtOnce() {
        MemoryPresence store = new MemoryPresence(vertx, System::nanoTime, PresenceStore.TTL);
        Outcomes.of(store.put(List.of(member("a", "ann:1"))));

        Outcomes.of(store.remove("a", "1", "ann"));

        assertThat(store.channels()).isZero();
    }
}
