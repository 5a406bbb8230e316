package io.sluice.common.redis;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A sentinel on loopback that names as the master whom a test wants it to, or answers nonsense. */
final class FakeSentinel {

    private final FakeRedis server;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    // Volatile because a test sets it and the server's loop reads it.
    private volatile String answer;

    FakeSentinel(Vertx vertx, String answer) {
        this.answer = answer;
        this.server = new FakeRedis(vertx, this::answer);
    }

    static FakeSentinel naming(Vertx vertx, FakeRedis master) {
        return new FakeSentinel(vertx, naming(master));
    }

    void answers(String text) {
        answer = text;
    }

    void names(FakeRedis master) {
        answer = naming(master);
    }

    /** As in {@code sentinel_address}. */
    String address() {
        return "127.0.0.1:" + server.port();
    }

    /** Each chunk that a client sent. */
    List<String> heard() {
        return heard;
    }

    long questions() {
        return heard.stream().filter(chunk -> chunk.contains("GET-MASTER")).count();
    }

    FakeRedis server() {
        return server;
    }

    private void answer(NetSocket socket, Buffer data) {
        String chunk = data.toString();
        heard.add(chunk);
        FakeRedis.send(socket, chunk.contains("GET-MASTER") ? answer : FakeRedis.WELCOME);
    }

    private static String naming(FakeRedis master) {
        String port = Integer.toString(master.port());
        return "*2\r\n$9\r\n127.0.0.1\r\n$" + port.length() + "\r\n" + port + "\r\n";
    }
}
