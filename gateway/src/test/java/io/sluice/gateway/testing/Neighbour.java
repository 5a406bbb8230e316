package io.sluice.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A well-behaved client on the same node as one that misbehaves: it must not notice anything of the other. */
public final class Neighbour {

    private static final int MILLIS_BETWEEN_PUBLICATIONS = 3;

    /** Publications before and after what the other one does. */
    private static final int MARGIN = 10;

    private final int port;
    private final String channel = "neighbour-" + UUID.randomUUID();

    public Neighbour(int port) {
        this.port = port;
    }

    /** Runs {@code mischief} in the middle of a stream of publications, of which this client must receive every one. */
    public void isUndisturbedBy(Runnable mischief) {
        AtomicInteger published = new AtomicInteger();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try (ProtocolClient publisher = ProtocolClient.connect(port);
                ProtocolClient subscriber = ProtocolClient.connect(port).subscribe(channel)) {
            clock.scheduleAtFixedRate(
                    () -> publish(publisher, published.getAndIncrement()),
                    0,
                    MILLIS_BETWEEN_PUBLICATIONS,
                    TimeUnit.MILLISECONDS);
            awaitMore(subscriber);
            mischief.run();
            awaitMore(subscriber);
            clock.shutdown();
            assertThat(clock.awaitTermination(RawWebSocket.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            List<Object> all = IntStream.range(0, published.get())
                    .<Object>mapToObj(number -> number)
                    .toList();
            await().untilAsserted(() -> assertThat(subscriber.received(channel)).isEqualTo(all));
            assertThat(subscriber.farewell()).isEmpty();
            assertThat(subscriber.isOpen()).isTrue();
            assertThat(publisher.isOpen()).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        } finally {
            clock.shutdownNow();
        }
    }

    private void publish(ProtocolClient publisher, int number) {
        publisher.begin("publish", new JsonObject().put("channel", channel).put("data", number));
    }

    private void awaitMore(ProtocolClient subscriber) {
        int before = subscriber.received(channel).size();
        await().atMost(RawWebSocket.PATIENCE_SECONDS, TimeUnit.SECONDS)
                .until(() -> subscriber.received(channel).size() >= before + MARGIN);
    }
}
