package io.sluice.router.discovery;

import io.sluice.router.backend.BackendAddress;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** A list that somebody wrote down; it never changes, so it is never stale. */
public final class FixedSource implements BackendSource {

    private final DiscoveredBackends backends;
    private final Consumer<DiscoveredBackends> listener;

    /**
     * @param addresses one that is named twice counts once
     * @param listener told once, by the thread that starts this
     */
    public FixedSource(List<BackendAddress> addresses, Consumer<DiscoveredBackends> listener) {
        this.backends = DiscoveredBackends.fixed(addresses);
        this.listener = listener;
    }

    @Override
    public String name() {
        return "discovery";
    }

    @Override
    public Future<Void> start() {
        listener.accept(backends);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        return Future.succeededFuture();
    }

    @Override
    public Duration age() {
        return Duration.ZERO;
    }
}
