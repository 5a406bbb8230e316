package io.sluice.common.lifecycle;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;

/** A service that notes its calls and ends each step when the test says so, or at once if it says nothing. */
final class RecordingService implements Service {

    private final String name;
    private final List<String> calls;
    private Future<Void> starts = Future.succeededFuture();
    private Future<Void> stops = Future.succeededFuture();

    RecordingService(String name, List<String> calls) {
        this.name = name;
        this.calls = calls;
    }

    RecordingService startsWith(Future<Void> outcome) {
        starts = outcome;
        return this;
    }

    RecordingService stopsWith(Future<Void> outcome) {
        stops = outcome;
        return this;
    }

    RecordingService startsNever() {
        return startsWith(Promise.<Void>promise().future());
    }

    RecordingService stopsNever() {
        return stopsWith(Promise.<Void>promise().future());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Future<Void> start() {
        calls.add("start " + name);
        return starts;
    }

    @Override
    public Future<Void> stop() {
        calls.add("stop " + name);
        return stops;
    }
}
