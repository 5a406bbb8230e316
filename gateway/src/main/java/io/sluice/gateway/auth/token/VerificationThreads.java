package io.sluice.gateway.auth.token;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.auth.key.HmacKey;
import io.sluice.gateway.auth.key.SignedText;
import io.sluice.gateway.auth.key.UnavailableKeyException;
import io.sluice.gateway.auth.key.VerificationKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where signatures are verified: those by a shared secret at once, on the caller's thread, and those by public keys on threads of
 * their own.
 *
 * <p>On Java 17 and one core of a shared machine a signature by HS256 takes 2 µs, by RS256 with 2048 bits 42 µs, by ES256 1.1 ms, by ES512
 * 4.6 ms and by Ed25519 0.75 ms. When all clients of a node come back at once, an event loop that did that would do nothing else for
 * seconds; a thread for each two cores leaves the loops their share.
 *
 * <p>Limit: 4,096 signatures wait at most; more cannot be verified for the moment.
 */
@ThreadSafe
final class VerificationThreads {

    /** Some seconds of work at the slowest common algorithm; clients who would wait longer had better come back later. */
    private static final int MAX_WAITING = 4096;

    private static final int CORES_PER_THREAD = 2;

    private final WorkerExecutor executor;
    private final AtomicInteger waiting = new AtomicInteger();

    VerificationThreads(Vertx vertx) {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / CORES_PER_THREAD);
        this.executor = vertx.createSharedWorkerExecutor("sluice-tokens", threads);
    }

    /**
     * Whether {@code key} has signed {@code text}. Completes on the caller's context; fails with {@link UnavailableKeyException} when
     * too many wait.
     */
    Future<Boolean> verify(VerificationKey key, SignedText text) {
        if (key instanceof HmacKey) {
            return Future.succeededFuture(key.hasSigned(text));
        }
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return Future.failedFuture(new UnavailableKeyException("4096 signatures wait already"));
        }
        return executor.executeBlocking(() -> key.hasSigned(text), false)
                .onComplete(outcome -> waiting.decrementAndGet());
    }

    Future<Void> close() {
        return executor.close();
    }
}
