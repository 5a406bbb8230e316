package io.sluice.common.lifecycle;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;

/** A server process for {@link ProcessLifecycleTest}, which starts it as a JVM of its own. */
final class ExampleProcess {

    private ExampleProcess() {}

    public static void main(String[] arguments) {
        Vertx vertx = Vertx.vertx();
        ServiceStack stack = new ServiceStack(Duration.ofMillis(100))
                .add(Service.stopping("vertx", vertx::close), ServiceStack.DEFAULT_STOP_TIMEOUT)
                .add(new Unhurried(arguments[0].equals("starts and takes its time")), Duration.ofMinutes(1))
                .add(Service.of("server", () -> start(arguments[0]), () -> say("server stops")));
        System.exit(new ProcessLifecycle("example", stack, System.err).run(() -> say("ready")));
    }

    private static Future<Void> start(String behaviour) {
        return say("starting").compose(said -> switch (behaviour) {
            case "starts", "starts and takes its time" -> Future.succeededFuture();
            case "fails" -> Future.failedFuture("port 1\nis in use");
            default -> Promise.<Void>promise().future();
        });
    }

    private static Future<Void> say(String text) {
        System.out.println(text);
        return Future.succeededFuture();
    }

    /** Stops when it is hurried and not before, if it is to take its time. */
    private static final class Unhurried implements Service {

        private final Promise<Void> stopped = Promise.promise();
        private final boolean takesItsTime;

        Unhurried(boolean takesItsTime) {
            this.takesItsTime = takesItsTime;
        }

        @Override
        public String name() {
            return "unhurried";
        }

        @Override
        public Future<Void> start() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> stop() {
            return takesItsTime ? say("unhurried stops").compose(said -> stopped.future()) : Future.succeededFuture();
        }

        @Override
        public void hurry() {
            stopped.tryComplete();
        }
    }
}
