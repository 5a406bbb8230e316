package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.auth.ConnectAuthenticator;
import io.sluice.gateway.auth.token.SubscriptionTokenSettings;
import io.sluice.gateway.auth.token.TokenSettings;
import io.sluice.gateway.channel.ChannelOptions;
import io.sluice.gateway.channel.ChannelPermissions;
import io.sluice.gateway.channel.ChannelRules;
import io.sluice.gateway.channel.ChannelSettings;
import io.sluice.gateway.channel.SlowConsumerPolicy;
import io.sluice.gateway.fakes.FakeBroker;
import io.sluice.gateway.fakes.HandLoop;
import io.sluice.gateway.fakes.TrackedFrames;
import io.sluice.gateway.hub.Hub;
import io.sluice.gateway.loop.Delays;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.metrics.DisconnectCounters;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.OutboundLoop;
import io.sluice.gateway.publish.Publisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A node of one event loop, moved by hand, with a fake broker. Channels without namespace are open to anonymous clients;
 * {@code feed:} can be subscribed to but not published into; {@code shut:} allows nothing. {@code rate:} brings no more than
 * ten publications a second, {@code wait:} lets them gather for 50 ms, {@code last:} and {@code drop:} spare slow clients.
 *
 * <p>After each test it asserts that no event was overlooked, and that once all clients are gone nothing is left of them.
 */
final class TestNode implements AfterEachCallback {

    static final Duration PING_INTERVAL = Duration.ofSeconds(25);
    static final Duration PONG_TIMEOUT = Duration.ofSeconds(8);
    static final Duration STALE_DELAY = Duration.ofSeconds(10);
    static final int CHANNEL_LIMIT = 3;
    static final int QUEUE_BYTES = 1024;
    static final Duration WRITE_DELAY = Duration.ofMillis(50);
    static final int MAX_PUBLICATION_BYTES = 100;

    /** Chooses the smallest of the numbers asked for. */
    private static final RandomGenerator SMALLEST = () -> 0L;

    private final HandLoop loop = new HandLoop();
    private final FakeBroker broker = new FakeBroker();
    private final TrackedFrames frames = new TrackedFrames();
    private final TimerWheel timers = new TimerWheel();
    private final LoopCounters counters = new LoopCounters();
    private final DisconnectCounters disconnects = new DisconnectCounters();
    private final UserCounts users = new UserCounts();
    private final Sessions sessions = new Sessions(users, counters);
    private final Hub hub = new Hub(loop.vertx(), loop.context(), broker);
    private final List<TestClient> clients = new ArrayList<>();
    private final LoopServices services;

    TestNode() {
        this(true, PING_INTERVAL);
    }

    TestNode(boolean anonymousAllowed, Duration pingInterval) {
        ClientSettings settings = new ClientSettings(
                false,
                anonymousAllowed,
                List.of(),
                pingInterval,
                PONG_TIMEOUT,
                STALE_DELAY,
                CHANNEL_LIMIT,
                QUEUE_BYTES,
                Duration.ZERO,
                false,
                TokenSettings.NONE,
                SubscriptionTokenSettings.SAME,
                false);
        ChannelSettings channels = new ChannelSettings(
                20,
                MAX_PUBLICATION_BYTES,
                new ChannelOptions("", true, true, true, true, false),
                List.of(
                        new ChannelOptions("feed", true, true, false, false, false),
                        new ChannelOptions("room", true, true, false, false, true),
                        new ChannelOptions("shut", false, false, false, false, false),
                        open("rate", Duration.ZERO, SlowConsumerPolicy.DISCONNECT, 10),
                        open("wait", WRITE_DELAY, SlowConsumerPolicy.DISCONNECT, 0),
                        open("last", Duration.ZERO, SlowConsumerPolicy.CONFLATE, 0),
                        open("drop", Duration.ZERO, SlowConsumerPolicy.DROP_OLDEST, 0)));
        TurnBudget turn = new TurnBudget(loop.loopTasks(), loop.clock());
        Delays delays = new Delays(loop.loopTasks(), turn, loop.clock());
        this.services = new LoopServices(
                new NodeIdentity("node-1", "0.1"),
                settings,
                loop.loopTasks(),
                delays,
                new OutboundLoop(loop.loopTasks(), turn, delays, counters, QUEUE_BYTES),
                hub.addShard(loop.loopTasks(), turn, counters),
                sessions,
                timers,
                SMALLEST,
                new ConnectAuthenticator(settings.admitsAnonymous()),
                new ChannelRules(channels),
                new ChannelPermissions(false),
                new Publisher(broker, MAX_PUBLICATION_BYTES, () -> 1234),
                counters,
                disconnects);
        broker.listener(hub);
    }

    private static ChannelOptions open(String name, Duration delay, SlowConsumerPolicy policy, double maxRate) {
        return new ChannelOptions(name, true, true, true, true, false, Optional.of(delay), policy, "", maxRate);
    }

    HandLoop loop() {
        return loop;
    }

    FakeBroker broker() {
        return broker;
    }

    TrackedFrames frames() {
        return frames;
    }

    LoopServices services() {
        return services;
    }

    LoopCounters counters() {
        return counters;
    }

    DisconnectCounters disconnects() {
        return disconnects;
    }

    UserCounts users() {
        return users;
    }

    Sessions sessions() {
        return sessions;
    }

    /** A client whose connection has just been opened. */
    TestClient open() {
        TestClient client = new TestClient(this, false);
        clients.add(client);
        return client;
    }

    /** The same, with pings of its transport's own. */
    TestClient openWithOwnPing() {
        TestClient client = new TestClient(this, true);
        clients.add(client);
        return client;
    }

    /** A client that has connected. */
    TestClient connected() {
        return open().connect();
    }

    String connectReply(int id, String client) {
        return "{\"id\":" + id + ",\"connect\":{\"client\":\"" + client + "\",\"version\":\"0.1\""
                + (services.settings().pingInterval().isZero() ? "" : ",\"ping\":25,\"pong\":true") + "}}";
    }

    /** Hands a publication to the node, and lets it be delivered. */
    void publication(String channel, String json) {
        broker.deliver(channel, json);
        loop.settle();
    }

    /** Time passes, as the timer wheel measures it. */
    void pass(Duration time) {
        for (long ticks = time.dividedBy(TimerWheel.TICK); ticks > 0; ticks--) {
            timers.tick();
        }
        loop.settle();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        loop.settle();
        clients.forEach(TestClient::expect);
        broker.assertNothingMore();

        clients.forEach(TestClient::leave);
        frames.assertAllReleased();
        assertThat(hub.channels()).as("channels").isZero();
        assertThat(counters.subscriptions.get()).as("subscriptions").isZero();
        assertThat(counters.connections.get()).as("connections").isZero();
        assertThat(users.size()).as("users").isZero();
        assertThat(sessions.isEmpty()).as("no sessions").isTrue();
        clients.forEach(TestClient::expect);
    }
}
