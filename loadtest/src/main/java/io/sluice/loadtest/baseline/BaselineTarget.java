package io.sluice.loadtest.baseline;

import io.sluice.loadtest.cluster.Programs;
import io.sluice.loadtest.cluster.SideProcess;
import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.Feed;
import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.load.Published;
import io.sluice.loadtest.load.SpreadChannels;
import io.sluice.loadtest.load.WatchedProcess;
import io.sluice.loadtest.measure.OpenLoopSchedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The baseline server in a JVM of its own, with the options that a gateway's JVM has. It publishes by itself. */
public final class BaselineTarget implements LoadTarget {
    private static final Pattern READY = Pattern.compile("baseline ready on port (\\d+)");

    private final SideProcess process;
    private final int port;

    private BaselineTarget(SideProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it and waits until it is ready. */
    public static BaselineTarget start(List<String> jvmOptions) throws IOException, InterruptedException {
        SideProcess process =
                SideProcess.start("baseline", Programs.ourClass(BaselineMain.class.getName(), jvmOptions), READY);
        int port = Integer.parseInt(process.said(READY).orElseThrow().group(1));
        return new BaselineTarget(process, port);
    }

    /** The shape with as many deliveries of as many bytes, but from one channel that everybody has subscribed. */
    public static LoadShape broadcastOf(LoadShape shape, double deliveriesPerSecond) {
        return new LoadShape(
                shape.connections(),
                new SpreadChannels(1),
                deliveriesPerSecond / shape.connections(),
                shape.payload(),
                shape.warmUp(),
                shape.window());
    }

    @Override
    public String name() {
        return "baseline";
    }

    @Override
    public List<URI> webSocketUrls() {
        return List.of(URI.create("ws://127.0.0.1:" + port + BaselineServer.PATH));
    }

    @Override
    public List<WatchedProcess> processes() {
        return List.of(new WatchedProcess("baseline", WatchedProcess.Role.SERVER, process.pid()));
    }

    /** Takes only shapes with one channel. */
    @Override
    public Feed feed(LoadShape shape, ChannelNames names) {
        if (shape.plan().channels() != 1) {
            throw new IllegalArgumentException("the baseline has one channel but was asked for "
                    + shape.plan().channels());
        }
        return new OrderFeed(process, shape, names);
    }

    @Override
    public void close() {
        process.close();
    }

    /** Orders all of a run at its start; every loop of the server then sends by its own timer. */
    private static final class OrderFeed implements Feed {
        private final SideProcess process;
        private final LoadShape shape;
        private final ChannelNames names;

        OrderFeed(SideProcess process, LoadShape shape, ChannelNames names) {
            this.process = process;
            this.shape = shape;
            this.names = names;
        }

        @Override
        public void start(OpenLoopSchedule schedule, long count) {
            try {
                process.tell(new BaselineOrder(schedule, count, shape.payload(), names).line());
            } catch (IOException e) {
                throw new UncheckedIOException("the baseline server has gone", e);
            }
        }

        /** What is not sent at the end of the schedule is late and nothing else: the run waits for it. */
        @Override
        public void awaitEnd(Duration patience) {}

        @Override
        public Published published() {
            return channel -> shape.publications();
        }

        @Override
        public long failed() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
