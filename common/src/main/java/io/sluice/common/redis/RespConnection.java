package io.sluice.common.redis;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import io.vertx.redis.client.impl.ParserHandler;
import io.vertx.redis.client.impl.RESPParser;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis, RESP3 on a socket: what is written is answered in order, pushes come between the answers.
 *
 * <p>It uses the commands and the parser of the Vert.x Redis client, but not that client's connection, which in 5.0 takes a
 * push for the answer of a waiting command, fails a whole batch (and hides its other answers) when one command of it
 * fails, completes a subscribe when it has been written, and leaves the socket open after a parser error. This class
 * and {@link RequestEncoder} are the only ones that know internals of the client.
 *
 * <p>Ends once, by {@link #close}, by the other side or by a fault; then the closed handler hears why, and after it
 * everything that is still unanswered. The number of unanswered commands is bounded by those who send.
 */
@EventLoopConfined
final class RespConnection {

    private static final Logger LOG = LoggerFactory.getLogger(RespConnection.class);

    /** The client's own default; a list of stream entries with their fields nests three deep. */
    private static final int MAX_NESTED_ARRAYS = 32;

    /** Hears the outcome of one command; exactly one of the methods is called, once. */
    interface Waiting {

        /** For answers that do not matter. */
        Waiting NOBODY = new Waiting() {

            @Override
            public void answered(@Nullable Response reply) {}

            @Override
            public void lost(String reason) {}
        };

        /**
         * The answer has come.
         *
         * @param reply {@code null} for nil; of type {@link ResponseType#ERROR} when Redis refused the command
         */
        void answered(@Nullable Response reply);

        /** The connection ended before the answer. */
        void lost(String reason);
    }

    private final NetSocket socket;
    private final RESPParser parser = new RESPParser(new Parsed(), MAX_NESTED_ARRAYS);
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private Handler<Buffer> input;
    private Consumer<Response> pushHandler = push -> {};
    private Runnable readEndHandler = () -> {};
    private Consumer<String> closedHandler = reason -> {};
    private long chunksReceived;
    private boolean closed;

    RespConnection(NetSocket socket) {
        this.socket = socket;
        this.input = parser;
        socket.handler(this::received);
        socket.closeHandler(end -> close("connection closed by Redis"));
        socket.exceptionHandler(fault -> close("connection failed: " + fault.getMessage()));
    }

    /**
     * Writes encoded commands with one system call.
     *
     * @param handlers one for each command in {@code commands}, in the same order
     */
    void send(Buffer commands, Collection<? extends Waiting> handlers) {
        if (closed) {
            handlers.forEach(handler -> handler.lost("connection is closed"));
            return;
        }
        waiting.addAll(handlers);
        socket.write(commands).onFailure(fault -> close("write failed: " + fault.getMessage()));
    }

    /** Takes the oldest waiting command as answered; for subscribe and unsubscribe, which pushes answer. */
    void answeredByPushes(Waiting oldest) {
        if (waiting.peek() == oldest) {
            waiting.remove();
        } else {
            close("answers out of step");
        }
    }

    /** Hears of every push, unless a {@link #messageHandler} hears of it instead. */
    void pushHandler(Consumer<Response> handler) {
        pushHandler = handler;
    }

    /**
     * Hears from here on of the messages of subscribed channels, which are then no pushes any more. To be set before the first
     * channel is subscribed, and while nothing is unanswered.
     */
    void messageHandler(MessageDecoder.MessageHandler handler) {
        input = new MessageDecoder(handler, parser);
    }

    /** Runs when all that one read of the socket brought has been handled, also when the connection ended in its middle. */
    void readEndHandler(Runnable handler) {
        readEndHandler = handler;
    }

    /** Hears the reason when the connection ends; not called for a connection that has already ended. */
    void closedHandler(Consumer<String> handler) {
        closedHandler = handler;
    }

    /** Rises with all that is received, so that silence can be told from traffic. */
    long chunksReceived() {
        return chunksReceived;
    }

    boolean closed() {
        return closed;
    }

    /** Ends the connection; does nothing when it has ended. */
    void close(String reason) {
        if (closed) {
            return;
        }
        closed = true;
        socket.close().onFailure(fault -> LOG.debug("closing a Redis connection failed", fault));
        guarded(() -> closedHandler.accept(reason));
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            Waiting unanswered = next;
            guarded(() -> unanswered.lost(reason));
        }
    }

    private void received(Buffer chunk) {
        if (closed) {
            return;
        }
        chunksReceived++;
        try {
            input.handle(chunk);
        } catch (RuntimeException malformed) {
            LOG.warn(PEER, "Redis sent what cannot be understood", malformed);
            close("malformed answer");
        }
        guarded(readEndHandler);
    }

    private void dispatch(@Nullable Response reply) {
        if (closed) {
            return;
        }
        if (reply != null && reply.type() == ResponseType.PUSH) {
            pushHandler.accept(reply);
            return;
        }
        Waiting next = waiting.poll();
        if (next == null) {
            close(reply != null && reply.type() == ResponseType.ERROR ? reply.toString() : "answer without a command");
        } else {
            next.answered(reply);
        }
    }

    /** Whatever a handler throws must not reach the parser: it would lose its place between two answers. */
    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | AssertionError fault) {
            LOG.error("a handler of a Redis connection failed", fault);
        }
    }

    private final class Parsed implements ParserHandler {

        @Override
        public void handle(@Nullable Response reply) {
            try {
                dispatch(reply);
            } catch (RuntimeException | AssertionError fault) {
                LOG.error("a handler of a Redis connection failed", fault);
            }
        }

        @Override
        public void fail(Throwable fault) {
            close("malformed answer: " + fault.getMessage());
        }
    }
}
