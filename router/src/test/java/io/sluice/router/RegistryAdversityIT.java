package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.redis.TestRedis;
import io.sluice.router.discovery.TestNodes;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in the registry: clients of an honest gateway keep their connections and new ones are served. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistryAdversityIT {

    private static final String BAD = "bad";

    private final RegistryArena shared = RegistryArena.open(TestRedis.shared());

    RegistryAdversityIT() throws Exception {}

    @AfterAll
    void close() throws Exception {
        shared.close();
    }

    /** What is bad about it, and the record under the id {@code bad}. */
    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of("no JSON", "nonsense"),
                Arguments.of("nothing", ""),
                Arguments.of("a list", "[1,2,3]"),
                Arguments.of("half a record", "{\"id\":\"bad\",\"name\":\"x\",\"host\":\"127."),
                Arguments.of("the record of another node", record("\"id\":\"honest\"", "\"port\":1")),
                Arguments.of("an id with a line break", record("\"id\":\"ba\\nd\"", "\"port\":1")),
                Arguments.of("port 0", record("\"port\":0")),
                Arguments.of("port 99999", record("\"port\":99999")),
                Arguments.of("a port in words", record("\"port\":\"http\"")),
                Arguments.of("a host with a blank", record("\"host\":\"a b\"", "\"port\":1")),
                Arguments.of("a host that smuggles a path", record("\"host\":\"127.0.0.1/x\"", "\"port\":1")),
                Arguments.of("a host that does not exist", record("\"host\":\"no-such-host.invalid\"", "\"port\":80")),
                Arguments.of("a port where nobody listens", record("\"port\":1")),
                Arguments.of("a negative number of connections", record("\"port\":1", "\"connections\":-5")),
                Arguments.of("more connections than a number holds", record("\"port\":1", "\"connections\":1e99")),
                Arguments.of(
                        "as many connections as a number holds", record("\"port\":1", "\"connections\":2147483647")),
                Arguments.of("a rate that is infinite", record("\"port\":1", "\"messagesPerSecond\":1e999")),
                Arguments.of(
                        "a heap beyond the heap",
                        record("\"port\":1", "\"pressure\":{\"queuedBytes\":-1,\"heapUsed\":7}")),
                Arguments.of("a capacity of nonsense", record("\"port\":1", "\"capacity\":{\"maxConnections\":-1}")),
                Arguments.of(
                        "access of nonsense",
                        record("\"port\":1", "\"access\":{\"publicUrl\":\"javascript:alert(1)\"}")),
                Arguments.of("a draining flag in words", record("\"port\":1", "\"draining\":\"perhaps\"")),
                Arguments.of("a clock of 1970", record("\"port\":1", "\"startedUnixMillis\":0")),
                Arguments.of(
                        "a clock that is years ahead", record("\"port\":1", "\"startedUnixMillis\":4102444800000")),
                Arguments.of("a megabyte", record("\"port\":1", "\"later\":\"" + "x".repeat(1 << 20) + "\"")),
                Arguments.of("a nesting without an end", "{\"a\":".repeat(15_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void aBadRecordHarmsNobody(String what, String record) throws Exception {
        shared.write(BAD, record);
        shared.awaitNews();
        shared.assertServed();
        shared.assertNeighboursUnharmed();
        shared.remove(BAD);
    }

    @Test
    void twoNodesWithOneIdAreNotTakenForOneThatMovesToAndFro() throws Exception {
        try (RegistryArena arena = RegistryArena.open(TestRedis.shared())) {
            arena.register(TestNodes.record("honest", "127.0.0.1", 1, 1, 0, false));
            arena.awaitNews();
            arena.registerHonest();
            arena.awaitNews();
            arena.assertServed();
            arena.assertNeighboursUnharmed();
        }
    }

    @Test
    void twoIdsForOneAddressAreOneBackend() throws Exception {
        try (RegistryArena arena = RegistryArena.open(TestRedis.shared())) {
            arena.register(arena.honestUnder("again"));
            arena.awaitNews();
            arena.assertServed();
            arena.assertNeighboursUnharmed();
        }
    }

    @Test
    void thousandsOfRegisteredNodesWhoseProcessesAreGoneCostNobodyHisConnection() throws Exception {
        try (RegistryArena arena = RegistryArena.open(TestRedis.shared())) {
            for (int i = 0; i < 2_000; i++) {
                arena.register(TestNodes.record("zzz-" + i, "127.0.0.1", 1, 1, 1_000, false));
            }
            arena.awaitNews();
            arena.assertServed();
            arena.assertNeighboursUnharmed();
        }
    }

    @Test
    void aKeyOfTheWrongTypeIsLikeARegistryThatDoesNotAnswer() throws Exception {
        try (RegistryArena arena = RegistryArena.open(TestRedis.shared())) {
            arena.spoilTheList();
            arena.awaitStale();
            arena.assertServed();
            arena.assertNeighboursUnharmed();
        }
    }

    @Test
    void withoutRedisTheBackendsKnownLastGoOnBeingUsed() throws Exception {
        try (TestRedis redis = TestRedis.exclusive();
                RegistryArena arena = RegistryArena.open(redis)) {
            redis.killForcibly();
            arena.awaitStale();
            assertThat(arena.ready()).isTrue();
            arena.assertServed();
            arena.assertNeighboursUnharmed();
        }
    }

    @Test
    void aRedisThatComesBackEmptyForgetsNoBackendThatIsAboutToRegisterAgain() throws Exception {
        try (TestRedis redis = TestRedis.exclusive();
                RegistryArena arena = RegistryArena.open(redis)) {
            redis.killForcibly();
            arena.awaitStale();
            redis.restart();
            arena.awaitNews();
            arena.assertServed();
            arena.assertNeighboursUnharmed();
        }
    }

    /** A record that is in order but for these fields. */
    private static String record(String... fields) {
        String rest = String.join(",", fields);
        String id = rest.contains("\"id\"") ? "" : "\"id\":\"" + BAD + "\",";
        String host = rest.contains("\"host\"") ? "" : "\"host\":\"127.0.0.1\",";
        return "{" + id + host + "\"name\":\"n\",\"version\":\"v\",\"sequence\":1," + rest + "}";
    }
}
