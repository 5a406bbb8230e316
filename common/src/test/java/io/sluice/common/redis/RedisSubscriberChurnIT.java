package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many threads that change their minds. */
class RedisSubscriberChurnIT {

    private static final int THREADS = 4;
    private static final int CHANNELS_PER_THREAD = 100;
    private static final int CALLS_PER_THREAD = 10_000;

    private final String prefix = "test." + UUID.randomUUID() + ".";
    private final Vertx vertx = Vertx.vertx();
    private final RecordingListener listener = new RecordingListener();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final ServerCommands commands =
            new ServerCommands(vertx, TestRedis.shared().settings());
    private final RedisSubscriber subscriber =
            new RedisSubscriber(vertx, TestRedis.shared().settings(), listener);

    @BeforeEach
    void connect() {
        Outcomes.of(commands.start());
        Outcomes.of(subscriber.start());
    }

    @AfterEach
    void disconnect() {
        threads.shutdownNow();
        Outcomes.of(subscriber.stop());
        Outcomes.of(commands.stop());
        Outcomes.of(vertx.close());
    }

    @Test
    void lastCallOfEachChannelDecidesHoweverManyCameBefore() throws Exception {
        List<Callable<BitSet>> churns = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            churns.add(() -> churn(number));
        }

        List<BitSet> wanted = new ArrayList<>();
        for (var churn : threads.invokeAll(churns)) {
            wanted.add(churn.get());
        }

        assertThat(subscriber.reconnects()).isZero();
        for (int thread = 0; thread < THREADS; thread++) {
            for (int channel = 0; channel < CHANNELS_PER_THREAD; channel++) {
                boolean subscribed = wanted.get(thread).get(channel);
                assertThat(publish(channel(thread, channel))).isEqualTo(subscribed ? 1 : 0);
            }
        }
        int expected = wanted.stream().mapToInt(BitSet::cardinality).sum();
        await().until(() -> subscriber.messagesReceived() == expected);
    }

    /** Subscribes and unsubscribes the thread's own channels at random; returns those subscribed in the end. */
    private BitSet churn(int thread) {
        SplittableRandom random = new SplittableRandom(thread);
        BitSet wanted = new BitSet();
        List<Future<Void>> outcomes = new ArrayList<>();
        for (int i = 0; i < CALLS_PER_THREAD; i++) {
            int channel = random.nextInt(CHANNELS_PER_THREAD);
            wanted.flip(channel);
            String name = channel(thread, channel);
            outcomes.add(wanted.get(channel) ? subscriber.subscribe(name) : subscriber.unsubscribe(name));
        }
        IntStream.range(0, outcomes.size()).forEach(i -> assertThatSettledWell(outcomes.get(i)));
        return wanted;
    }

    private static void assertThatSettledWell(Future<Void> outcome) {
        Outcomes.settled(outcome);
        if (outcome.failed()) {
            assertThat(outcome.cause()).isInstanceOf(CancellationException.class);
        }
    }

    private String channel(int thread, int channel) {
        return prefix + thread + "." + channel;
    }

    private int publish(String channel) {
        return Outcomes.of(
                        commands.send(Request.cmd(Command.PUBLISH).arg(channel).arg("x")))
                .toInteger();
    }
}
