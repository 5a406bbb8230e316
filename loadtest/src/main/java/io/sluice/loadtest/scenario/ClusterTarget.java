package io.sluice.loadtest.scenario;

import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.cluster.ClusterPlan;
import io.sluice.loadtest.cluster.ServerProcess;
import io.sluice.loadtest.load.ApiPort;
import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.Feed;
import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.load.PublishPort;
import io.sluice.loadtest.load.PublishingFeed;
import io.sluice.loadtest.load.RedisPort;
import io.sluice.loadtest.load.WatchedProcess;
import io.sluice.loadtest.load.WatchedProcess.Role;
import io.sluice.loadtest.measure.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A cluster of our own, started for the test. Clients go to its router, or else to the gateways in turn; publications go to
 * every gateway's HTTP API, a channel always to the same one, or into Redis.
 */
public final class ClusterTarget implements LoadTarget {
    /** How publications get into the cluster. */
    public enum Way {
        /** By the HTTP API. */
        API,
        /** By a plain {@code PUBLISH} into Redis. */
        REDIS
    }

    private final Cluster cluster;
    private final ClusterPlan plan;
    private final Way way;
    private final TimeSource time;

    private ClusterTarget(Cluster cluster, ClusterPlan plan, Way way, TimeSource time) {
        this.cluster = cluster;
        this.plan = plan;
        this.way = way;
        this.time = time;
    }

    /** Starts the plan with an open door for clients and API, and waits until all is ready. */
    public static ClusterTarget start(ClusterPlan plan, Way way, TimeSource time)
            throws IOException, InterruptedException {
        if (way == Way.REDIS && !plan.redis()) {
            throw new IllegalArgumentException("publishing into Redis needs a cluster with Redis");
        }
        ClusterPlan open = plan.withSetting("client.insecure", "true")
                .withSetting("http_api.insecure", "true")
                // A generator on the same two cores may be seconds behind with its pongs; that is not what is tested.
                .withSetting("client.pong_timeout", "20s");
        return new ClusterTarget(Cluster.start(open), plan, way, time);
    }

    public Cluster cluster() {
        return cluster;
    }

    /** Options that the gateways' JVMs were given. */
    List<String> jvmOptions() {
        return plan.jvmOptions();
    }

    @Override
    public String name() {
        return "sluice";
    }

    @Override
    public List<URI> webSocketUrls() {
        return plan.routers() > 0
                ? List.of(cluster.router().webSocketUri())
                : cluster.gateways().stream().map(ServerProcess::webSocketUri).toList();
    }

    @Override
    public List<WatchedProcess> processes() {
        List<WatchedProcess> processes = new ArrayList<>();
        cluster.gateways()
                .forEach(gateway -> processes.add(new WatchedProcess(gateway.name(), Role.SERVER, gateway.pid())));
        if (plan.routers() > 0) {
            processes.add(
                    new WatchedProcess("router", Role.ROUTER, cluster.router().pid()));
        }
        if (plan.redis()) {
            processes.add(
                    new WatchedProcess("redis", Role.REDIS, cluster.redis().pid()));
        }
        return processes;
    }

    @Override
    public Feed feed(LoadShape shape, ChannelNames names) {
        return new PublishingFeed(shape, names, time, ports());
    }

    private List<PublishPort> ports() {
        if (way == Way.REDIS) {
            try {
                return List.of(new RedisPort("127.0.0.1", cluster.redis().port()));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot connect to Redis", e);
            }
        }
        return cluster.gateways().stream()
                .map(gateway -> (PublishPort) new ApiPort(gateway.apiUrl(), "", time))
                .toList();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
