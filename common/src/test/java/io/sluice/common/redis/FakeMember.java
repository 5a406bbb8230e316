package io.sluice.common.redis;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A member of a cluster on loopback: says who the masters are, and answers commands as a test wants it to. */
final class FakeMember {

    private static final String PING = "*1\r\n$4\r\nping\r\n";
    private static final String PONG = "+PONG\r\n";

    private final FakeRedis server;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    // Volatile because a test sets them and the server's loop reads them.
    private volatile String state = "ok";
    private volatile FakeMember master = this;
    private volatile int upperHalf;
    private volatile UnaryOperator<String> answers = command -> "+DONE\r\n";

    FakeMember(Vertx vertx) {
        this.server = new FakeRedis(vertx, this::answer);
    }

    /** As in {@code cluster_address}. */
    String address() {
        return "127.0.0.1:" + server.port();
    }

    int port() {
        return server.port();
    }

    /** What it says of the cluster from here on. */
    void says(String clusterState) {
        state = clusterState;
    }

    /** Whom it names as the master of all slots from here on. */
    void names(FakeMember named) {
        master = named;
    }

    /** It names what listens at a port as the master of the upper half of the slots from here on. */
    void sharesWith(int port) {
        upperHalf = port;
    }

    /** What it answers to commands from here on; several commands that come together are one. */
    void answers(UnaryOperator<String> answer) {
        answers = answer;
    }

    /** Commands that are neither of a greeting nor about the cluster. */
    List<String> heard() {
        return heard;
    }

    FakeRedis server() {
        return server;
    }

    private void answer(NetSocket socket, Buffer data) {
        String chunk = data.toString();
        if (chunk.contains("hello")) {
            FakeRedis.send(socket, FakeRedis.WELCOME);
        } else if (chunk.contains("INFO")) {
            String text = "cluster_state:" + state;
            FakeRedis.send(socket, "$" + text.length() + "\r\n" + text + "\r\n");
        } else if (chunk.contains("SLOTS")) {
            FakeRedis.send(socket, slots());
        } else if (chunk.equals(PING)) {
            FakeRedis.send(socket, PONG);
        } else {
            String others = chunk.replace(PING, "");
            heard.add(others);
            String answer = answers.apply(others);
            boolean pingToo = !others.equals(chunk);
            boolean first = chunk.startsWith(PING);
            FakeRedis.send(socket, (pingToo && first ? PONG : "") + answer + (pingToo && !first ? PONG : ""));
        }
    }

    private String slots() {
        return upperHalf == 0
                ? "*1\r\n" + range(0, 16383, master.port())
                : "*2\r\n" + range(0, 8191, master.port()) + range(8192, 16383, upperHalf);
    }

    private static String range(int from, int to, int port) {
        return "*3\r\n:%d\r\n:%d\r\n*2\r\n$9\r\n127.0.0.1\r\n:%d\r\n".formatted(from, to, port);
    }
}
