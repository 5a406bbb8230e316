package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RespConnectionTest {

    private static final Buffer PING = RequestEncoder.encode(Request.cmd(Command.PING));

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final FakeRedis server = new FakeRedis(vertx, (socket, data) -> {});
    private final NetClient client = vertx.createNetClient();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private RespConnection connection;

    @BeforeEach
    void connect() {
        connection = Outcomes.of(Outcomes.onLoop(
                loop, () -> client.connect(server.port(), "127.0.0.1").map(RespConnection::new)));
        onLoop(() -> {
            connection.pushHandler(push -> events.add("push " + push));
            connection.closedHandler(reason -> events.add("closed"));
        });
        await().until(() -> server.sockets().size() == 1);
    }

    @AfterEach
    void disconnect() {
        Outcomes.of(vertx.close());
    }

    @Test
    void pushesBetweenAnswersTakeNobodysAnswer() {
        sendPings("a", "b");

        answer("+1\r\n>3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\nx\r\n+2\r\n");

        awaitEvents("a 1", "push [message, c, x]", "b 2");
    }

    @Test
    void answersMayArriveByteByByte() {
        sendPings("a", "b", "c");

        "$5\r\nhello\r\n_\r\n-ERR no\r\n".chars().forEach(c -> answer(String.valueOf((char) c)));

        awaitEvents("a hello", "b null", "c ERR no");
    }

    @Test
    void handlerThatThrowsHarmsNoLaterAnswer() {
        onLoop(() -> {
            connection.pushHandler(push -> {
                throw new IllegalStateException("a fault of the handler");
            });
            connection.send(PING, List.of(new Recorder("a")));
        });

        answer(">3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\nx\r\n".repeat(10) + "+1\r\n");

        awaitEvents("a 1");
    }

    @Test
    void malformedAnswerEndsTheConnection() {
        sendPings("a");

        answer("HTTP/1.1 400 Bad Request\r\n\r\n");

        awaitEvents("closed", "a lost");
    }

    @Test
    void lengthThatIsNoNumberEndsTheConnection() {
        sendPings("a");

        answer("$99999999999999999999999\r\n");

        awaitEvents("closed", "a lost");
    }

    @Test
    void answerThatNobodyAskedForEndsTheConnection() {
        answer("+surprise\r\n");

        awaitEvents("closed");
    }

    @Test
    void endOfTheConnectionIsHeardBeforeTheLossOfWhatWasUnderWay() {
        sendPings("a", "b");

        server.sockets().get(0).close();

        awaitEvents("closed", "a lost", "b lost");
    }

    @Test
    void closedConnectionRefusesCommandsAndIgnoresWhatStillArrives() {
        onLoop(() -> connection.close("enough"));
        sendPings("a");
        answer("+1\r\n");

        awaitEvents("closed", "a lost");
        assertThat(Outcomes.onLoop(loop, connection::closed)).isTrue();
    }

    private void sendPings(String... names) {
        Buffer commands = Buffer.buffer();
        List.of(names).forEach(name -> commands.appendBuffer(PING));
        onLoop(() -> connection.send(
                commands, List.of(names).stream().map(Recorder::new).toList()));
    }

    private void answer(String text) {
        FakeRedis.send(server.sockets().get(0), text);
    }

    private void awaitEvents(String... expected) {
        await().untilAsserted(() -> assertThat(events).containsExactly(expected));
    }

    private void onLoop(Runnable action) {
        Outcomes.onLoop(loop, () -> {
            action.run();
            return IntStream.empty();
        });
    }

    private final class Recorder implements RespConnection.Waiting {

        private final String name;

        Recorder(String name) {
            this.name = name;
        }

        @Override
        public void answered(@Nullable Response reply) {
            events.add(name + " " + reply);
        }

        @Override
        public void lost(String reason) {
            events.add(name + " lost");
        }
    }
}
