package io.sluice.common.redis;

import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import org.jspecify.annotations.Nullable;

/** A command from its acceptance to its outcome. Made on the caller's thread, then touched on the loop only. */
@EventLoopConfined
final class PendingCommand implements RespConnection.Waiting, Deadlines.Waiter {

    private final Buffer encoded;
    private final boolean prefaced;
    private final Promise<@Nullable Response> outcome;
    private final CommandPipeline pipeline;
    private final RedisUse use;
    private final long begunNanos;
    private boolean sent;
    private boolean decided;

    /**
     * Accepted.
     *
     * @param prefaced whether there is another command before it in the same bytes, whose answer does not matter
     */
    PendingCommand(
            Buffer encoded,
            boolean prefaced,
            Promise<@Nullable Response> outcome,
            CommandPipeline pipeline,
            RedisUse use,
            long begunNanos) {
        this.encoded = encoded;
        this.prefaced = prefaced;
        this.outcome = outcome;
        this.pipeline = pipeline;
        this.use = use;
        this.begunNanos = begunNanos;
    }

    Buffer encoded() {
        return encoded;
    }

    /** Whether an answer comes before its own. */
    boolean prefaced() {
        return prefaced;
    }

    void markSent() {
        sent = true;
    }

    @Override
    public void answered(@Nullable Response reply) {
        boolean awaited = decide();
        pipeline.oneAnswered(use, begunNanos);
        if (awaited) {
            if (reply != null && reply.type() == ResponseType.ERROR) {
                RedisCommandException refusal = new RedisCommandException(reply.toString());
                outcome.fail(refusal);
                pipeline.oneRefused(refusal);
            } else {
                outcome.complete(reply);
            }
        }
    }

    @Override
    public void lost(String reason) {
        if (decide()) {
            outcome.fail(new RedisUnavailableException("redis is unavailable: " + reason, sent));
        }
    }

    @Override
    public boolean decided() {
        return decided;
    }

    @Override
    public void expire() {
        lost("no answer in time");
    }

    private boolean decide() {
        if (decided) {
            return false;
        }
        decided = true;
        pipeline.oneDecided(encoded.length());
        return true;
    }
}
