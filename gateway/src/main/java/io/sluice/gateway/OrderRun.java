package io.sluice.gateway;

import io.sluice.common.lifecycle.ProcessLifecycle;
import io.sluice.common.lifecycle.Service;
import io.sluice.common.lifecycle.ServiceStack;
import io.sluice.common.management.OperatorAnswer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Model.CommandSpec;

/** One run of a command line that gives a node orders: it starts what is needed for that, and says how it went. */
final class OrderRun {

    private static final int OK = 200;

    private final String node;
    private final PrintWriter out;

    private OrderRun(String node, PrintWriter out) {
        this.node = node;
        this.out = out;
    }

    /** What a command wants of a node. */
    @FunctionalInterface
    interface Orders {
        Future<Void> give(Vertx vertx, NodeOrders orders, OrderRun run);
    }

    /** Blocks until the orders were given; the status for the process to end with. */
    static int run(NodeOptions options, CommandSpec spec, Map<String, String> environment, Orders orders) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        ServiceStack stack = new ServiceStack().add(Service.stopping("vertx", vertx::close));
        AtomicBoolean failed = new AtomicBoolean();
        NodeOrders way = options.orders(vertx, stack, environment);
        OrderRun run = new OrderRun(options.node(), spec.commandLine().getOut());
        int status = new ProcessLifecycle(spec.name(), stack, System.err).run(() -> orders.give(vertx, way, run)
                .onFailure(cause -> {
                    failed.set(true);
                    spec.commandLine().getErr().println("sluice: " + cause.getMessage());
                })
                .eventually(stack::stop)
                .onFailure(told -> failed.set(true)));
        return failed.get() ? ProcessLifecycle.STATUS_FAILED : status;
    }

    /** Prints what the node answered; the state that it is in, or a failure if it refused. */
    Future<String> report(OperatorAnswer answer) {
        if (answer.status() != OK) {
            return Future.failedFuture(new NodeUnreachableException(
                    node + ": " + answer.body().getString("error", "status " + answer.status())));
        }
        String state = answer.body().getString("state", "");
        int remaining = answer.body().getInteger("remaining", 0);
        out.println(node + ": " + state + ", " + remaining + (remaining == 1 ? " client" : " clients"));
        out.flush();
        return Future.succeededFuture(state);
    }
}
