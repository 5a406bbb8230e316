package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Deadlines deadlines = new Deadlines(vertx, Duration.ofMillis(150));
    private final List<String> expired = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        Outcomes.of(vertx.close());
    }

    @Test
    void thoseWhoWaitExpireOnceAndInTheirOrder() {
        add("a", false);
        add("b", false);

        await().until(() -> expired.size() == 2);
        add("c", false);

        await().untilAsserted(() -> assertThat(expired).containsExactly("a", "b", "c"));
    }

    @Test
    void nobodyExpiresBeforeTheirTime() {
        long start = System.nanoTime();
        add("a", false);

        await().pollInterval(Duration.ofMillis(5)).until(() -> !expired.isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void thoseWhoAreDecidedDoNotExpire() {
        add("decided", true);
        add("a", false);

        await().until(() -> !expired.isEmpty());
        assertThat(expired).containsExactly("a");
    }

    private void add(String name, boolean decided) {
        Outcomes.onLoop(loop, () -> {
            deadlines.add(new Named(name, decided));
            return name;
        });
    }

    private final class Named implements Deadlines.Waiter {

        private final String name;
        private final boolean decided;

        Named(String name, boolean decided) {
            this.name = name;
            this.decided = decided;
        }

        @Override
        public boolean decided() {
            return decided;
        }

        @Override
        public void expire() {
            expired.add(name);
        }
    }
}
