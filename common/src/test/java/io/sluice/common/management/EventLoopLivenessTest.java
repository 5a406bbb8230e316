package io.sluice.common.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventLoopLivenessTest {

    private static final int EVENT_LOOPS = 3;

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final CountDownLatch unblocked = new CountDownLatch(1);
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
    private final EventLoopLiveness liveness =
            new EventLoopLiveness(vertx, EVENT_LOOPS, clock::get, Duration.ofMillis(5));

    @BeforeEach
    void start() {
        end(liveness.start());
    }

    @AfterEach
    void stop() {
        unblocked.countDown();
        end(vertx.close());
    }

    @Test
    void loopsThatRunTasksAreLive() {
        assertThat(liveness.check()).isEmpty();

        pass(EventLoopLiveness.LIMIT.plusSeconds(1));

        await().untilAsserted(() -> assertThat(liveness.check()).isEmpty());
    }

    @Test
    void aBlockedLoopIsNamedOnceTheLimitHasPassed() throws InterruptedException {
        String blocked = block(vertx.getOrCreateContext());

        pass(EventLoopLiveness.LIMIT);
        assertThat(liveness.check()).isEmpty();
        pass(Duration.ofSeconds(2));

        await().untilAsserted(() -> assertThat(liveness.check()).contains(blocked + " has run no task for 12 s"));
    }

    @Test
    void aLoopThatComesBackIsLiveAgain() throws InterruptedException {
        String blocked = block(vertx.getOrCreateContext());
        pass(Duration.ofSeconds(11));
        assertThat(liveness.check())
                .hasValueSatisfying(reason -> assertThat(reason).contains(blocked));

        unblocked.countDown();

        await().untilAsserted(() -> assertThat(liveness.check()).isEmpty());
    }

    @Test
    void everyLoopIsWatched() throws InterruptedException {
        for (Context loop : contextsOfAllLoops()) {
            block(loop);
        }

        pass(Duration.ofSeconds(11));

        assertThat(liveness.check().orElseThrow().split(", ")).hasSize(EVENT_LOOPS);
    }

    @Test
    void afterTheStopNothingIsWatched() {
        end(liveness.stop());

        pass(Duration.ofMinutes(1));

        assertThat(liveness.check()).isEmpty();
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    /** Blocks the loop of a context until the test ends and answers with the name of its thread. */
    private String block(Context context) throws InterruptedException {
        AtomicReference<String> thread = new AtomicReference<>();
        CountDownLatch entered = new CountDownLatch(1);
        context.runOnContext(ignored -> {
            thread.set(Thread.currentThread().getName());
            entered.countDown();
            waitForRelease();
        });
        entered.await();
        return thread.get();
    }

    /** Verticles get the loops in turn. */
    private List<Context> contextsOfAllLoops() {
        List<Context> contexts = new CopyOnWriteArrayList<>();
        DeploymentOptions options = new DeploymentOptions().setInstances(EVENT_LOOPS);
        Supplier<Deployable> verticle = () -> context -> {
            contexts.add(context);
            return Future.succeededFuture();
        };
        end(vertx.deployVerticle(verticle, options));
        return contexts;
    }

    private void waitForRelease() {
        try {
            unblocked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(Future<?> future) {
        future.toCompletionStage().toCompletableFuture().join();
    }
}
