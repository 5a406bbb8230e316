package io.sluice.common.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to servers that speak Redis's protocol and greets them: protocol 3, login, name, database, and a ping, so
 * that a server that is still loading its data counts as absent.
 *
 * <p>Threading: {@link #dial} is called on the event loop that shall own the connection.
 */
final class RedisDialer {

    private final Vertx vertx;
    private final String clientName;
    private final long timeoutMillis;

    /* A field, because Vert.x closes a client, and its open sockets too, once nobody refers to it. */
    private final NetClient client;

    /**
     * @param timeout how long connecting may take, and then again the handshake of TLS, and the greeting
     * @param clientName what {@code CLIENT LIST} shows; no blanks
     */
    RedisDialer(Vertx vertx, Duration timeout, String clientName) {
        this.vertx = vertx;
        this.clientName = clientName;
        this.timeoutMillis = timeout.toMillis();
        this.client = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout((int) Math.min(timeoutMillis, Integer.MAX_VALUE))
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true));
    }

    /** A connection that has been greeted, or {@link RedisUnavailableException} saying why there is none. */
    Future<RespConnection> dial(RedisAddress address) {
        return client.connect(socketOf(address))
                .map(RespConnection::new)
                .compose(connection -> greet(connection, address).map(connection))
                .recover(cause -> Future.failedFuture(
                        cause instanceof RedisUnavailableException
                                ? cause
                                : new RedisUnavailableException(String.valueOf(cause.getMessage()), false)));
    }

    /** Ends every connection. */
    Future<Void> close() {
        return client.close();
    }

    private ConnectOptions socketOf(RedisAddress address) {
        ConnectOptions socket = new ConnectOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setSsl(address.tls());
        return address.tls() ? socket.setSslOptions(handshake()) : socket;
    }

    private ClientSSLOptions handshake() {
        return new ClientSSLOptions()
                .setHostnameVerificationAlgorithm("HTTPS")
                .setSslHandshakeTimeout(timeoutMillis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    private Future<Void> greet(RespConnection connection, RedisAddress address) {
        Promise<Void> greeted = Promise.promise();
        long timer = vertx.setTimer(timeoutMillis, id -> connection.close("no answer to the greeting"));
        Buffer commands = Buffer.buffer();
        List<Greeting> answers = new ArrayList<>();
        for (Request request : greeting(address)) {
            commands.appendBuffer(RequestEncoder.encode(request));
            answers.add(new Greeting(connection, greeted, request.command() == Command.PING));
        }
        connection.send(commands, answers);
        return greeted.future().onComplete(outcome -> vertx.cancelTimer(timer));
    }

    private List<Request> greeting(RedisAddress address) {
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
