package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.cluster.NodeRegistry;
import io.sluice.common.config.ConfigLoader;
import io.sluice.common.redis.RedisKeys;
import io.sluice.common.redis.RedisSettings;
import io.sluice.common.redis.ServerCommands;
import io.sluice.common.redis.TestRedis;
import io.sluice.router.discovery.TestNodes;
import io.sluice.router.proxy.FakeBackend;
import io.sluice.router.proxy.Neighbour;
import io.sluice.router.proxy.TestProxy;
import io.sluice.router.proxy.Wire;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A router with a real registry in which an honest gateway stands, with clients that talk to it all the time. */
final class RegistryArena implements AutoCloseable {

    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final int NEIGHBOURS = 3;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Pattern AGE =
            Pattern.compile("(?m)^sluice_router_discovery_age_seconds\\{source=\"redis\"\\} (\\S+)");

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final FakeBackend honest = FakeBackend.switching(Neighbour::echo);
    private final String prefix = "adversity-" + UUID.randomUUID();
    private final ServerCommands commands;
    private final NodeRegistry registry;
    private final Router router;
    private final List<Neighbour> neighbours = new ArrayList<>();
    private final List<Wire> clients = new ArrayList<>();

    private RegistryArena(TestRedis redis) throws IOException, TimeoutException {
        RedisSettings own = redis.settings();
        commands = new ServerCommands(
                vertx,
                new RedisSettings(
                        own.address(), prefix, own.connectTimeout(), own.commandTimeout(), own.user(), own.password()));
        registry = new NodeRegistry(commands, RedisKeys.of(prefix));
        router = new Router(ConfigLoader.of(RouterSettings.class)
                .override("http_server.address", "127.0.0.1")
                .override("http_server.port", "0")
                .override("management.port", "0")
                .override("shutdown_spread", "0s")
                .override("connect_timeout", "1s")
                .override("redis.address", redis.uri())
                .override("redis.prefix", prefix)
                .load());
    }

    static RegistryArena open(TestRedis redis) throws IOException, TimeoutException {
        RegistryArena arena = new RegistryArena(redis);
        arena.commands.start().await(30, TimeUnit.SECONDS);
        arena.registerHonest();
        arena.router.stack().start().await(30, TimeUnit.SECONDS);
        await().until(arena::ready);
        arena.welcomeNeighbours();
        return arena;
    }

    void registerHonest() throws TimeoutException {
        register(honestUnder("honest"));
    }

    NodeRecord honestUnder(String id) {
        return TestNodes.record(id, "127.0.0.1", honest.address().port(), 1, 0, false);
    }

    void register(NodeRecord record) throws TimeoutException {
        registry.put(record, LIFETIME).await(30, TimeUnit.SECONDS);
    }

    /** Writes something in a node's name. */
    void write(String id, String record) throws TimeoutException {
        send(Request.cmd(Command.SET).arg(prefix + ".nodes." + id).arg(Buffer.buffer(record)));
        send(Request.cmd(Command.SADD).arg(prefix + ".nodes").arg(id));
    }

    void remove(String id) throws TimeoutException {
        registry.remove(id).await(30, TimeUnit.SECONDS);
    }

    /** Puts a text where the list of nodes is expected. */
    void spoilTheList() throws TimeoutException {
        send(Request.cmd(Command.SET).arg(prefix + ".nodes").arg("no list"));
    }

    /** Waits until the router has read the registry again: one reading may have begun before, the one after it has not. */
    void awaitNews() {
        awaitReading();
        awaitReading();
    }

    private void awaitReading() {
        long from = System.nanoTime();
        await().until(() -> System.nanoTime() - age() * NANOS_PER_SECOND > from);
    }

    void awaitStale() {
        await().until(() -> metrics().contains("sluice_router_backends{state=\"stale\"} 1.0"));
    }

    boolean ready() {
        return get("/health/ready").startsWith("200");
    }

    void assertServed() throws IOException {
        for (int i = 0; i < 6; i++) {
            Wire client = shakenHands();
            client.send("hello\n");
            assertThat(client.readLineFeed()).isEqualTo("hello");
        }
    }

    /** The neighbours' talk went well up to here; others talk from here on. */
    void assertNeighboursUnharmed() throws Exception {
        for (Neighbour neighbour : neighbours) {
            neighbour.finish();
            neighbour.close();
        }
        neighbours.clear();
        welcomeNeighbours();
    }

    private void welcomeNeighbours() throws IOException {
        for (int i = 0; i < NEIGHBOURS; i++) {
            neighbours.add(Neighbour.on(shakenHands()));
        }
    }

    private Wire shakenHands() throws IOException {
        Wire client = Wire.connect(router.port());
        clients.add(client);
        client.send(TestProxy.HANDSHAKE);
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        return client;
    }

    private double age() {
        Matcher age = AGE.matcher(metrics());
        assertThat(age.find()).isTrue();
        return Double.parseDouble(age.group(1));
    }

    private String metrics() {
        return get("/metrics");
    }

    private String get(String path) {
        URI uri = URI.create("http://127.0.0.1:" + router.managementPort() + path);
        try {
            var response = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void send(Request request) throws TimeoutException {
        commands.send(request).await(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        for (Neighbour neighbour : neighbours) {
            neighbour.close();
        }
        for (Wire client : clients) {
            client.close();
        }
        router.stack().stop().await(30, TimeUnit.SECONDS);
        commands.stop().await(30, TimeUnit.SECONDS);
        vertx.close().await(30, TimeUnit.SECONDS);
        honest.close();
    }
}
