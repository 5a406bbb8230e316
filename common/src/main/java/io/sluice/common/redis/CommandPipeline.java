package io.sluice.common.redis;

import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Feeds commands to the connection in batches, keeps only so many unanswered, and ends the wait of those that Redis does
 * not answer in time.
 */
@EventLoopConfined
final class CommandPipeline {

    /** Commands written by one system call: beyond some hundred the saving per command vanishes. */
    static final int MAX_BATCH_COMMANDS = 512;

    /** A batch is copied into one buffer; this bounds the copy and keeps a large one from delaying the loop. */
    static final int MAX_BATCH_BYTES = 256 * 1024;

    /** Unanswered commands on the wire: four batches fill a network of 1 ms to two million commands a second. */
    static final int MAX_IN_FLIGHT = 4 * MAX_BATCH_COMMANDS;

    private final CommandBudget budget;
    private final Runnable flushRequest;
    private final RedisFigures figures;
    private final Deadlines deadlines;
    private final ArrayDeque<PendingCommand> unsent = new ArrayDeque<>();
    private int inFlight;
    private @Nullable RespConnection connection;

    /**
     * @param flushRequest asks the owner to call {@link #flush} at the end of this turn of the loop
     * @param figures told of batches and answers
     */
    CommandPipeline(
            Vertx vertx, Duration commandTimeout, CommandBudget budget, Runnable flushRequest, RedisFigures figures) {
        this.budget = budget;
        this.flushRequest = flushRequest;
        this.figures = figures;
        this.deadlines = new Deadlines(vertx, commandTimeout);
    }

    /** Takes a command; it is written by the next {@link #flush}. */
    void offer(PendingCommand command) {
        if (connection == null) {
            command.lost("not connected");
        } else {
            unsent.add(command);
            deadlines.add(command);
        }
    }

    void flush() {
        while (connection != null && inFlight < MAX_IN_FLIGHT && !unsent.isEmpty()) {
            writeBatch(connection);
        }
    }

    void connected(RespConnection opened) {
        connection = opened;
        inFlight = 0;
    }

    void disconnected(String reason) {
        connection = null;
        inFlight = 0;
        for (PendingCommand next = unsent.poll(); next != null; next = unsent.poll()) {
            next.lost(reason);
        }
        deadlines.trim();
    }

    void oneAnswered(RedisUse use, long begunNanos) {
        figures.answered(use, begunNanos);
        inFlight--;
        deadlines.trim();
        if (!unsent.isEmpty()) {
            flushRequest.run();
        }
    }

    /** Looks whether a refusal tells something about the server. */
    void oneRefused(RedisCommandException refusal) {
        // After a failover the address leads to another server; this one would refuse every write for ever.
        if (refusal.isReadOnly() && connection != null) {
            connection.close("the server has become a replica");
        }
    }

    void oneDecided(int bytes) {
        budget.give(bytes);
    }

    private void writeBatch(RespConnection target) {
        int room = Math.min(MAX_BATCH_COMMANDS, MAX_IN_FLIGHT - inFlight);
        List<PendingCommand> batch = new ArrayList<>(Math.min(room, unsent.size()));
        int length = 0;
        while (batch.size() < room && length < MAX_BATCH_BYTES && !unsent.isEmpty()) {
            PendingCommand next = unsent.remove();
            if (!next.decided()) {
                next.markSent();
                length += next.encoded().length();
                batch.add(next);
            }
        }
        if (!batch.isEmpty()) {
            inFlight += batch.size();
            figures.sent(batch.size());
            target.send(joined(batch, length), answers(batch));
        }
    }

    private static List<RespConnection.Waiting> answers(List<PendingCommand> batch) {
        List<RespConnection.Waiting> answers = new ArrayList<>(batch.size());
        for (PendingCommand command : batch) {
            if (command.prefaced()) {
                answers.add(RespConnection.Waiting.NOBODY);
            }
            answers.add(command);
        }
        return answers;
    }

    private static Buffer joined(List<PendingCommand> batch, int length) {
        Buffer bytes = Buffer.buffer(length);
        batch.forEach(command -> bytes.appendBuffer(command.encoded()));
        return bytes;
    }
}
