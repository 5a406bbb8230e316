package io.sluice.loadtest.demo;

import io.sluice.common.lifecycle.Service;
import io.sluice.common.lifecycle.ServiceStack;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.loadtest.client.HttpApi;
import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.cluster.ClusterPlan;
import io.sluice.loadtest.feed.RandomWalk;
import io.sluice.loadtest.feed.Symbols;
import io.sluice.loadtest.measure.TimeSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The demonstration: Redis, gateways and a router as processes, a page server, and a feed of prices through the router.
 * This class knows how they depend on each other; {@link #stack} starts and stops them.
 */
@ThreadSafe
public final class Demo {
    /** Channels are {@code ticker.ACME}; no colon, because there are no namespaces in the demonstration. */
    private static final String PREFIX = "ticker.";

    /** A gateway's own patience with its clients, twice. */
    private static final Duration CLUSTER_STOP = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final DemoOptions options;
    private final RandomWalk walk;
    private final PageServer page;
    private final DemoCluster cluster;
    private final DemoFeed feed;
    /** Volatile because it is set when the router is there and read for every look at the page. */
    private volatile @Nullable HttpApi api;

    public Demo(Vertx vertx, DemoOptions options, TimeSource time) {
        this.vertx = vertx;
        this.options = options;
        this.walk = new RandomWalk(Symbols.invent(options.symbols(), options.seed()), options.seed());
        this.page = new PageServer(vertx, options.host(), options.port(), this::state, time);
        this.cluster = new DemoCluster(vertx, this::plan);
        this.feed = new DemoFeed(vertx, walk, PREFIX, options.rate(), this::routerUrl, time);
    }

    /** All parts in the order of their start; the port of the page is taken first, because it is the one that may be in use. */
    public ServiceStack stack(Runnable whenEnded) {
        return new ServiceStack()
                .add(Service.stopping("farewell", () -> {
                    whenEnded.run();
                    return Future.succeededFuture();
                }))
                .add(Service.stopping("vertx", vertx::close))
                .add(page)
                .add(cluster, CLUSTER_STOP)
                .add(feed);
    }

    private ClusterPlan plan() {
        return ClusterPlan.gateways(options.nodes())
                .withRouter()
                .withSetting("client.insecure", "true")
                .withSetting("http_api.insecure", "true")
                .withSetting("client.allowed_origins", "http://*:" + page.port())
                .withSetting("client.channel_limit", Integer.toString(Symbols.MAX_COUNT))
                .withSetting("client.connect_include_node", "true")
                .withSetting("http_server.address", options.host())
                .withSetting("management.address", "127.0.0.1")
                .withRouterSetting("http_server.address", options.host())
                .withRouterSetting("management.address", "127.0.0.1");
    }

    private URI routerUrl() {
        URI url = cluster.get().router().apiUrl();
        api = new HttpApi(vertx, url, "");
        return url;
    }

    /** What the page is told: nothing before the feed runs. */
    private Future<Optional<DemoState>> state() {
        HttpApi known = api;
        if (known == null) {
            return Future.succeededFuture(Optional.empty());
        }
        Cluster running = cluster.get();
        return known.info()
                .map(reply -> Optional.of(new DemoState(
                        running.router().port(),
                        DemoState.nodes(running.gateways(), reply.result()),
                        DemoState.symbols(walk),
                        PREFIX)));
    }

    /** What to tell once all has started: where the page is, and how to connect by hand. */
    public List<String> welcome() {
        Cluster running = cluster.get();
        return DemoWelcome.lines(options, page.port(), running.router(), running.gateways(), PREFIX);
    }
}
