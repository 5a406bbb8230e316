package io.sluice.common.lifecycle;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** A {@link Service} made of two functions. */
record FunctionalService(String name, Supplier<Future<Void>> starter, Supplier<Future<Void>> stopper)
        implements Service {

    @Override
    public Future<Void> start() {
        return starter.get();
    }

    @Override
    public Future<Void> stop() {
        return stopper.get();
    }
}
