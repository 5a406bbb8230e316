package io.sluice.common.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to one Redis server and greets it: protocol 3, login, name, database, and a ping, so that a server that
 * is still loading its data counts as absent.
 *
 * <p>Threading: {@link #open} is called on the event loop that shall own the connection.
 */
final class RedisConnector {

    private final Vertx vertx;
    private final RedisAddress address;
    private final String clientName;
    private final long timeoutMillis;

    /* A field, because Vert.x closes a client, and its open sockets too, once nobody refers to it. */
    private final NetClient client;

    /**
     * @param clientName what {@code CLIENT LIST} shows; no blanks
     */
    RedisConnector(Vertx vertx, RedisSettings settings, String clientName) {
        this.vertx = vertx;
        this.address = RedisAddress.of(settings);
        this.clientName = clientName;
        this.timeoutMillis = settings.connectTimeout().toMillis();
        this.client = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout((int) Math.min(timeoutMillis, Integer.MAX_VALUE))
                .setSsl(address.tls())
                .setHostnameVerificationAlgorithm(address.tls() ? "HTTPS" : "")
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true));
    }

    /** A connection that has been greeted, or {@link RedisUnavailableException} saying why there is none. */
    Future<RespConnection> open() {
        return client.connect(address.port(), address.host())
                .map(RespConnection::new)
                .compose(connection -> greet(connection).map(connection))
                .recover(cause -> Future.failedFuture(
                        cause instanceof RedisUnavailableException
                                ? cause
                                : new RedisUnavailableException(String.valueOf(cause.getMessage()), false)));
    }

    /** For logs; without the password. */
    RedisAddress address() {
        return address;
    }

    Future<Void> close() {
        return client.close();
    }

    private Future<Void> greet(RespConnection connection) {
        Promise<Void> greeted = Promise.promise();
        long timer = vertx.setTimer(timeoutMillis, id -> connection.close("no answer to the greeting"));
        Buffer commands = Buffer.buffer();
        List<Greeting> answers = new ArrayList<>();
        for (Request request : greeting()) {
            commands.appendBuffer(RequestEncoder.encode(request));
            answers.add(new Greeting(connection, greeted, request.command() == Command.PING));
        }
        connection.send(commands, answers);
        return greeted.future().onComplete(outcome -> vertx.cancelTimer(timer));
    }

    private List<Request> greeting() {
        List<Request> requests = new ArrayList<>();
        Request hello = Request.cmd(Command.HELLO).arg("3");
        if (!address.password().isEmpty()) {
            String user = address.user().isEmpty() ? "default" : address.user();
            hello.arg("AUTH").arg(user).arg(address.password());
        }
        requests.add(hello.arg("SETNAME").arg(clientName));
        if (address.database() != 0) {
            requests.add(Request.cmd(Command.SELECT).arg(address.database()));
        }
        requests.add(Request.cmd(Command.PING));
        return requests;
    }

    /** One answer of the greeting: an error ends the connection, the last answer completes the greeting. */
    private record Greeting(RespConnection connection, Promise<Void> greeted, boolean last)
            implements RespConnection.Waiting {

        @Override
        public void answered(@Nullable Response reply) {
            if (reply != null && reply.type() == ResponseType.ERROR) {
                connection.close(reply.toString());
                lost(reply.toString());
            } else if (last) {
                greeted.tryComplete();
            }
        }

        @Override
        public void lost(String reason) {
            greeted.tryFail(new RedisUnavailableException(reason, false));
        }
    }
}
