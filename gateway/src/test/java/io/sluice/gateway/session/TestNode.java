package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.channel.ChannelOptions;
import io.sluice.gateway.channel.ChannelPermissions;
import io.sluice.gateway.channel.ChannelRules;
import io.sluice.gateway.channel.ChannelSettings;
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
import io.sluice.gateway.subscription.SubscriptionPlanner;
import io.sluice.gateway.subscription.SubscriptionServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
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

    /**
     * Beyond what the class comment says: {@code past:} keeps ten publications and lets clients recover, {@code cache:} lets them
     * have the newest, {@code here:} lists who is present and tells of joins and leaves, {@code delta:} sends patches,
     * {@code tags:} takes filters, {@code ask:} asks the back end.
     */
    private static final List<ChannelOptions> NAMESPACES = List.of(
            TestOptions.of("feed", "allow_subscribe_for_client=true", "allow_subscribe_for_anonymous=true"),
            TestOptions.of(
                    "room",
                    "allow_subscribe_for_client=true",
                    "allow_subscribe_for_anonymous=true",
                    "allow_publish_for_subscriber=true"),
            TestOptions.of("shut"),
            open("rate", "write_delay=0s", "max_rate=10"),
            open("wait", "write_delay=50ms"),
            open("last", "write_delay=0s", "slow_consumer=conflate"),
            open("drop", "write_delay=0s", "slow_consumer=drop_oldest"),
            open(
                    "past",
                    "history_size=10",
                    "history_ttl=60s",
                    "force_recovery=true",
                    "allow_history_for_client=true",
                    "allow_history_for_anonymous=true"),
            open("cache", "history_size=1", "history_ttl=60s", "force_recovery=true", "force_recovery_mode=cache"),
            open(
                    "here",
                    "presence=true",
                    "join_leave=true",
                    "force_push_join_leave=true",
                    "allow_presence_for_client=true",
                    "allow_presence_for_anonymous=true"),
            open(
                    "delta",
                    "history_size=10",
                    "history_ttl=60s",
                    "force_positioning=true",
                    "allow_recovery=true",
                    "allowed_delta_types=fossil"),
            open("tags", "allow_tags_filter=true"),
            TestOptions.of(
                    "ask",
                    "subscribe_proxy_enabled=true",
                    "publish_proxy_enabled=true",
                    "sub_refresh_proxy_enabled=true",
                    "unsubscribe_proxy_enabled=true"));

    private final HandLoop loop = new HandLoop();
    private final FakeBroker broker = new FakeBroker();
    private final TrackedFrames frames = new TrackedFrames();
    private final TimerWheel timers = new TimerWheel();
    private final LoopCounters counters = new LoopCounters();
    private final DisconnectCounters disconnects = new DisconnectCounters();
    private final UserCounts users = new UserCounts(0);
    private final Sessions sessions = new Sessions(users, counters);
    private final Hub hub = TestHubs.of(loop, broker);
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
        ChannelSettings channels = TestOptions.settings(20, MAX_PUBLICATION_BYTES, open(""), NAMESPACES);
        ChannelPermissions permissions = new ChannelPermissions(settings.insecure());
        Streams streams = new Streams(Duration.ofDays(30));
        TurnBudget turn = new TurnBudget(loop.loopTasks(), loop.clock());
        Delays delays = new Delays(loop.loopTasks(), turn, loop.clock());
        this.members = new LoopMembers(presence, settings.presenceUpdateInterval(), SMALLEST, loop.clock());
        SubscriptionServices subscriptions = new SubscriptionServices(
                loop.loopTasks(),
                hub.addShard(loop.loopTasks(), turn, counters),
                hub.positionChecks(),
                new ChannelIds(),
                broker,
                members,
                delays,
                counters,
                streams,
                settings.recoveryMaxPublicationLimit());
        this.services = new LoopServices(
                new NodeIdentity("node-1", "0.1"),
                settings,
                loop.loopTasks(),
                new OutboundLoop(loop.loopTasks(), turn, delays, counters, QUEUE_BYTES),
                subscriptions,
                new SubscriptionPlanner(permissions, settings::delivery),
                sessions,
                timers,
                SMALLEST,
                () -> unixMillis,
                new Authenticator(settings, tokens, hooks),
                tokens,
                hooks,
                new ChannelRules(channels),
                permissions,
                new Publisher(broker, streams, MAX_PUBLICATION_BYTES, () -> 1234),
                new HistoryReader(broker, streams, settings.historyMaxPublicationLimit()),
                presence,
                (user, client) -> onlyConnections.add(user + " " + client),
                counters,
                disconnects);
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

    /** Options by which every client may subscribe and publish. */
    private static ChannelOptions open(String name, String... more) {
        return TestOptions.of(
                name,
                Stream.concat(
                                Stream.of(
                                        "allow_subscribe_for_client=true",
                                        "allow_subscribe_for_anonymous=true",
                                        "allow_publish_for_client=true",
                                        "allow_publish_for_anonymous=true"),
                                Stream.of(more))
                        .toArray(String[]::new));
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
