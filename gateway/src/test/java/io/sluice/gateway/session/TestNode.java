package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.admission.Admission;
import io.sluice.common.admission.AdmissionTerms;
import io.sluice.gateway.channel.ChannelPermissions;
import io.sluice.gateway.channel.ChannelRules;
import io.sluice.gateway.fakes.FakeBroker;
import io.sluice.gateway.fakes.FakeHooks;
import io.sluice.gateway.fakes.FakePresence;
import io.sluice.gateway.fakes.FakeTokens;
import io.sluice.gateway.fakes.HandLoop;
import io.sluice.gateway.fakes.TestHubs;
import io.sluice.gateway.fakes.TestOptions;
import io.sluice.gateway.fakes.TrackedFrames;
import io.sluice.gateway.history.HistoryReader;
import io.sluice.gateway.history.Streams;
import io.sluice.gateway.hub.ChannelIds;
import io.sluice.gateway.hub.Hub;
import io.sluice.gateway.loop.Delays;
import io.sluice.gateway.loop.TimerWheel;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.metrics.DisconnectCounters;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.OutboundLoop;
import io.sluice.gateway.publish.Publisher;
import io.sluice.gateway.subscription.LoopMembers;
import io.sluice.gateway.subscription.StreamReads;
import io.sluice.gateway.subscription.SubscriptionPlanner;
import io.sluice.gateway.subscription.SubscriptionServices;
import io.sluice.gateway.trace.Tracing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A node of one event loop, moved by hand, with a fake broker, and the channels of {@link TestChannels}.
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
    static final int MAX_CHANNEL_LENGTH = 20;

    /** Chooses the smallest of the numbers asked for. */
    private static final RandomGenerator SMALLEST = () -> 0L;

    private static final ChannelRules RULES =
            new ChannelRules(TestChannels.settings(MAX_CHANNEL_LENGTH, MAX_PUBLICATION_BYTES));

    private final HandLoop loop = new HandLoop();
    private final FakeBroker broker = new FakeBroker();
    private final TrackedFrames frames = new TrackedFrames();
    private final TimerWheel timers = new TimerWheel();
    private final LoopCounters counters = new LoopCounters();
    private final DisconnectCounters disconnects = new DisconnectCounters();
    private final UserCounts users;
    private final Sessions sessions;
    private final Hub hub = TestHubs.of(loop, broker, RULES);
    private final FakePresence presence = new FakePresence();
    private final FakeHooks hooks = new FakeHooks();
    private final FakeTokens tokens = new FakeTokens();
    private final List<String> onlyConnections = new ArrayList<>();
    private final List<TestClient> clients = new ArrayList<>();
    private final NodeClients control = new NodeClients();
    private final LoopServices services;
    private final LoopMembers members;
    private long unixMillis = 1_700_000_000_000L;

    TestNode() {
        this(true, PING_INTERVAL);
    }

    TestNode(boolean anonymousAllowed, Duration pingInterval) {
        this(
                "allow_anonymous_connect_without_token=" + anonymousAllowed,
                "ping_interval=" + pingInterval.toSeconds() + "s");
    }

    /** @param clientSettings assignments that differ from those of the other nodes, such as {@code channel_limit=5} */
    TestNode(String... clientSettings) {
        ClientSettings settings = settings(clientSettings);
        this.users = new UserCounts(settings.userConnectionLimit());
        this.sessions = new Sessions(users, counters, loop.clock());
        ChannelPermissions permissions = new ChannelPermissions(settings.insecure());
        Streams streams = new Streams(Duration.ofDays(30));
        TurnBudget turn = new TurnBudget(loop.loopTasks(), loop.clock());
        Delays delays = new Delays(loop.loopTasks(), turn, loop.clock());
        this.members = new LoopMembers(presence, settings.presenceUpdateInterval(), SMALLEST, loop.clock());
        OutboundLoop outbound = new OutboundLoop(loop.loopTasks(), turn, delays, counters, QUEUE_BYTES);
        SubscriptionServices subscriptions = new SubscriptionServices(
                loop.loopTasks(),
                hub.addShard(
                        loop.loopTasks(),
                        turn,
                        counters,
                        outbound.deliveryTimes(() -> loop.clock().now() / 1000)),
                hub.positionChecks(),
                new ChannelIds(),
                broker,
                new StreamReads(loop.loopTasks(), turn, broker),
                members,
                delays,
                counters,
                streams,
                settings.recoveryMaxPublicationLimit());
        this.services = new LoopServices(
                new NodeIdentity("node-1", "0.1"),
                settings,
                loop.loopTasks(),
                outbound,
                subscriptions,
                new SubscriptionPlanner(permissions, settings::delivery),
                sessions,
                timers,
                SMALLEST,
                new WallClock(() -> unixMillis),
                new Authenticator(settings, tokens, hooks),
                new Admission(AdmissionTerms.UNLIMITED, loop.clock(), SMALLEST),
                tokens,
                hooks,
                RULES,
                permissions,
                new Publisher(broker, streams, MAX_PUBLICATION_BYTES, () -> 1234),
                new HistoryReader(broker, streams, settings.historyMaxPublicationLimit()),
                presence,
                (user, client) -> onlyConnections.add(user + " " + client),
                counters,
                disconnects,
                Tracing.OFF);
        broker.listener(hub);
        control.add(loop.loopTasks(), sessions);
    }

    private static ClientSettings settings(String... assignments) {
        List<String> all = new ArrayList<>(List.of(
                "allow_anonymous_connect_without_token=true",
                "ping_interval=" + PING_INTERVAL.toSeconds() + "s",
                "pong_timeout=" + PONG_TIMEOUT.toSeconds() + "s",
                "stale_close_delay=" + STALE_DELAY.toSeconds() + "s",
                "channel_limit=" + CHANNEL_LIMIT,
                "queue_max_size=" + QUEUE_BYTES));
        all.addAll(List.of(assignments));
        return TestOptions.client(all.toArray(new String[0]));
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

    FakePresence presence() {
        return presence;
    }

    FakeHooks hooks() {
        return hooks;
    }

    FakeTokens tokens() {
        return tokens;
    }

    /** What back ends may do to the node's clients. */
    ClientControl control() {
        return control;
    }

    NodeClients clients() {
        return control;
    }

    /** Whose other connections were to be ended, as {@code user client}. */
    List<String> onlyConnections() {
        return onlyConnections;
    }

    /** The wall clock, in seconds. */
    long unixSeconds() {
        return unixMillis / 1000;
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
        return open(new RecordingConnection(frames, TransportKind.WEBSOCKET));
    }

    /** The same, by some transport. */
    TestClient open(TransportKind kind) {
        return open(new RecordingConnection(frames, kind));
    }

    /** The same, with pings of its transport's own. */
    TestClient openWithOwnPing() {
        return open(new RecordingConnection(frames, TransportKind.WEBSOCKET).withOwnPing());
    }

    /** The same, with a header in its handshake. */
    TestClient openWithHeader(String name, String value) {
        return open(new RecordingConnection(frames, TransportKind.WEBSOCKET).withHeader(name, value));
    }

    private TestClient open(RecordingConnection connection) {
        TestClient client = new TestClient(this, connection);
        clients.add(client);
        return client;
    }

    /** A client that has connected. */
    TestClient connected() {
        return open().connect();
    }

    /** A client that a token has let in as {@code user}. */
    TestClient connectedAs(String user) {
        tokens.connection("token of " + user, Grants.of(user));
        TestClient client = open();
        client.send("{\"id\":1,\"connect\":{\"token\":\"token of " + user + "\"}}");
        client.expect(connectReply(1, client.session().id()));
        return client;
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

    /** Time passes, as all clocks measure it. */
    void pass(Duration time) {
        for (long ticks = time.dividedBy(TimerWheel.TICK); ticks > 0; ticks--) {
            unixMillis += TimerWheel.TICK.toMillis();
            loop.elapse(TimerWheel.TICK);
            timers.tick();
            members.tick();
        }
        loop.settle();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        end();
    }

    /** All clients leave, of whom nothing may be left. */
    void end() {
        loop.settle();
        clients.forEach(TestClient::expect);
        broker.assertNothingMore();

        clients.forEach(TestClient::leave);
        frames.assertAllReleased();
        assertThat(hub.channels()).as("channels").isZero();
        assertThat(counters.subscriptions.get()).as("subscriptions").isZero();
        assertThat(counters.connections.get()).as("connections").isZero();
        assertThat(counters.leaving.get()).as("connections on their way out").isZero();
        assertThat(counters.queuedBytes.get()).as("bytes that wait").isZero();
        assertThat(users.size()).as("users").isZero();
        assertThat(sessions.isEmpty()).as("no sessions").isTrue();
        assertThat(presence.isEmpty()).as("nobody is present").isTrue();
        clients.forEach(TestClient::expect);
    }
}
