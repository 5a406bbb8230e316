package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How {@link RedisSubscriber} hands over what the reads of its socket bring. */
class MessageBatchTest {

    private final Vertx vertx = Vertx.vertx();
    private final FakeRedis server = new FakeRedis(vertx, MessageBatchTest::answer);
    private final RecordingListener listener = new RecordingListener();
    private final RedisSubscriber subscriber =
            new RedisSubscriber(vertx, RedisSettings.of("redis://127.0.0.1:" + server.port()), listener);

    @BeforeEach
    void subscribe() {
        Outcomes.of(subscriber.start());
        Outcomes.of(subscriber.subscribe("a"));
        Outcomes.of(subscriber.subscribe("b"));
    }

    @AfterEach
    void end() {
        Outcomes.of(subscriber.stop());
        Outcomes.of(vertx.close());
    }

    @Test
    void messagesOfOneReadAreHandedOverTogether() {
        send(message("a", "1") + message("b", "2") + message("a", "3"));
        awaitBatches(1);
        send(message("b", "4"));
        awaitBatches(2);

        assertThat(listener.batches().get(0)).containsExactly("1", "2", "3");
        assertThat(listener.batches().get(1)).containsExactly("4");
        assertThat(subscriber.messagesReceived()).isEqualTo(4);
    }

    @Test
    void messageThatIsCutByTheEndOfAReadBelongsToTheNextBatch() {
        String second = message("a", "second");
        send(message("a", "first") + second.substring(0, 25));
        awaitBatches(1);
        send(second.substring(25) + message("b", "third"));
        awaitBatches(2);

        assertThat(listener.batches().get(0)).containsExactly("first");
        assertThat(listener.batches().get(1)).containsExactly("second", "third");
    }

    @Test
    void readThatBringsNoMessageIsNoBatch() {
        send(message("unknown", "x"));
        send(message("a", "1"));

        await().until(() -> !listener.batches().isEmpty());
        assertThat(listener.batches()).allSatisfy(batch -> assertThat(batch).containsExactly("1"));
    }

    @Test
    void messagesBeforeTheEndOfTheConnectionAreHeardBeforeIt() {
        RecordingListener witness = new RecordingListener();
        RedisSubscriber other = new RedisSubscriber(
                vertx, RedisSettings.of("redis://127.0.0.1:" + server.port()), new RedisSubscriber.Listener() {
                    @Override
                    public void messages(List<RedisMessage> batch) {
                        witness.messages(batch);
                        witness.readyChanged(true);
                    }

                    @Override
                    public void readyChanged(boolean ready) {
                        witness.readyChanged(ready);
                    }
                });
        Outcomes.of(other.start());
        Outcomes.of(other.subscribe("a"));

        FakeRedis.send(server.sockets().get(1), message("a", "1") + "nonsense\r\n");

        await().until(() -> witness.readiness().contains(false));
        // As a copy: the subscriber connects again meanwhile, and a view of the list would not stand that.
        assertThat(List.copyOf(witness.readiness())).startsWith(true, true, false);
        assertThat(witness.batches()).hasSize(1);
        Outcomes.of(other.stop());
    }

    /** Welcomes whoever comes, confirms what is subscribed, and answers pings. */
    private static void answer(NetSocket socket, Buffer request) {
        String text = request.toString();
        if (text.contains("hello")) {
            FakeRedis.send(socket, FakeRedis.WELCOME);
        } else if (text.contains("unsubscribe")) {
            throw new AssertionError("expected no unsubscribe");
        } else if (text.contains("subscribe")) {
            String channel = text.split("\r\n")[4];
            FakeRedis.send(socket, ">3\r\n+subscribe\r\n$1\r\n" + channel + "\r\n:1\r\n");
        } else {
            FakeRedis.send(socket, "+PONG\r\n");
        }
    }

    private static String message(String channel, String payload) {
        return ">3\r\n$7\r\nmessage\r\n$" + channel.length() + "\r\n" + channel + "\r\n$" + payload.length() + "\r\n"
                + payload + "\r\n";
    }

    private void send(String text) {
        FakeRedis.send(server.sockets().get(0), text);
    }

    private void awaitBatches(int count) {
        await().until(() -> listener.batches().size() == count);
    }
}
