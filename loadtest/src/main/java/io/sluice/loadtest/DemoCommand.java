package io.sluice.loadtest;

import io.sluice.common.lifecycle.ProcessLifecycle;
import io.sluice.common.lifecycle.ServiceStack;
import io.sluice.loadtest.demo.Demo;
import io.sluice.loadtest.demo.DemoOptions;
import io.sluice.loadtest.measure.TimeSource;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the demonstration until it is told to stop. */
@Command(
        name = "demo",
        sortOptions = false,
        description = {
            "Runs Redis, gateways, a router and a feed of simulated prices on this machine, and a web page that shows "
                    + "them. Ctrl-C ends it all.",
            "Anybody who reaches its ports may read and publish, so they are only reachable from this machine unless "
                    + "you say otherwise with --host.",
            ""
        })
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "8000",
            description = "Of the web page (default: 8000); 0 takes any free one.")
    private int port;

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "2", description = "Gateways (default: 2).")
    private int nodes;

    @Option(names = "--symbols", paramLabel = "N", defaultValue = "200", description = "Symbols traded (default: 200).")
    private int symbols;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Prices a second over all symbols (default: 500).")
    private double rate;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Of symbols and prices (default: 1).")
    private long seed;

    @Option(
            names = "--host",
            paramLabel = "A",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: 127.0.0.1); 0.0.0.0 lets other machines in.")
    private String host = "";

    private final Surroundings surroundings;
    private final AtomicBoolean welcomed = new AtomicBoolean();

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Demo demo = new Demo(Vertx.vertx(), options(), TimeSource.system());
        surroundings.errors().println("sluice: starting Redis, " + nodes + " gateways and a router …");
        ServiceStack stack = demo.stack(this::sayFarewell);
        return new ProcessLifecycle("demo", stack, surroundings.errors()).run(() -> {
            demo.welcome().forEach(this::say);
            welcomed.set(true);
        });
    }

    private DemoOptions options() {
        try {
            return new DemoOptions(host, port, nodes, symbols, rate, seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void sayFarewell() {
        if (welcomed.get()) {
            say("The demo has ended; all of its processes are gone.");
        }
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
