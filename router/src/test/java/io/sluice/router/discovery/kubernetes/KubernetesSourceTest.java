package io.sluice.router.discovery.kubernetes;

import static io.sluice.router.discovery.kubernetes.FakeApi.endpoint;
import static io.sluice.router.discovery.kubernetes.FakeApi.list;
import static io.sluice.router.discovery.kubernetes.FakeApi.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.router.ManualClock;
import io.sluice.router.backend.Backend;
import io.sluice.router.discovery.DiscoveredBackends;
import io.sluice.router.discovery.DiscoveryEvents.Ignored;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The watch of endpoint slices against an API server that does all that real ones do, and worse. */
class KubernetesSourceTest {

    private final Vertx vertx = Vertx.vertx();
    private final ManualClock clock = new ManualClock();
    private final FakeApi api = new FakeApi(vertx);
    private final Queue<Ignored> ignored = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedDeque<DiscoveredBackends> told = new ConcurrentLinkedDeque<>();

    @TempDir
    private Path account;

    private KubernetesSource source;

    @BeforeEach
    void prepare() throws IOException, TimeoutException {
        Files.writeString(account.resolve("token"), "token-1\n");
        Files.writeString(account.resolve("namespace"), "live\n");
        source = sourceAt("http://127.0.0.1:" + api.listen(0));
    }

    @AfterEach
    void close() throws TimeoutException {
        source.stop().await(30, TimeUnit.SECONDS);
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void theStartCompletesWithWhatIsListed() throws TimeoutException {
        api.list = list("5", slice("s1", "5", endpoint("gw-0", "10.0.0.1"), endpoint("gw-1", "10.0.0.2")));
        start();
        assertThat(known()).containsExactly("gw-0=10.0.0.1:8000", "gw-1=10.0.0.2:8000");
        assertThat(told.getLast().stale()).isFalse();
        assertThat(told.getLast().backends().get(0).access().zone()).isEqualTo("zone-a");
        assertThat(api.lists.peek())
                .isEqualTo("/apis/discovery.k8s.io/v1/namespaces/live/endpointslices"
                        + "?labelSelector=kubernetes.io%2Fservice-name%3Dgateways");
        assertThat(api.tokens.getFirst()).isEqualTo("Bearer token-1");
    }

    @Test
    void changesArriveThroughTheWatch() throws TimeoutException {
        api.list = list("5", slice("s1", "5", endpoint("gw-0", "10.0.0.1")));
        startAndWatch();
        assertThat(api.watches.getLast()).contains("resourceVersion=5", "allowWatchBookmarks=true");
        api.event("ADDED", slice("s2", "6", endpoint("gw-1", "10.0.0.2")));
        awaitKnown("gw-0=10.0.0.1:8000", "gw-1=10.0.0.2:8000");
        api.event("MODIFIED", slice("s2", "7", endpoint("gw-2", "10.0.0.3")));
        awaitKnown("gw-0=10.0.0.1:8000", "gw-2=10.0.0.3:8000");
        api.event("DELETED", slice("s1", "8"));
        awaitKnown("gw-2=10.0.0.3:8000");
        assertThat(api.lists).hasSize(1);
    }

    @Test
    void terminatingPodsAreDrainingAndThoseNotReadyAreNotUsed() throws TimeoutException {
        api.list = list(
                "5",
                slice(
                        "s1",
                        "5",
                        endpoint("gw-0", "10.0.0.1", "\"ready\":false,\"serving\":true,\"terminating\":true"),
                        endpoint("gw-1", "10.0.0.2", "\"ready\":false,\"serving\":false,\"terminating\":false"),
                        endpoint("gw-2", "10.0.0.3", "")));
        start();
        assertThat(known()).containsExactly("gw-0=10.0.0.1:8000 draining", "gw-2=10.0.0.3:8000");
    }

    @Test
    void aPodInSeveralSlicesIsOneBackendAndIpv4AndReadyCountMore() throws TimeoutException {
        api.list = list(
                "5",
                slice("a-v6", "5", endpoint("gw-0", "fd00::1"), endpoint("gw-1", "fd00::2")),
                slice("b-v4", "5", endpoint("gw-0", "10.0.0.1")),
                slice("c-old", "5", endpoint("gw-1", "10.0.0.2", "\"terminating\":true")));
        start();
        assertThat(known()).containsExactly("gw-0=10.0.0.1:8000", "gw-1=[fd00::2]:8000");
    }

    @Test
    void entriesThatMakeNoSenseAreLeftOutAndCounted() throws TimeoutException {
        api.list = list(
                "5",
                slice(
                        "s1",
                        "5",
                        "{}",
                        "7",
                        "{\"addresses\":[]}",
                        "{\"addresses\":[\"a b\"]}",
                        endpoint("gw-0", "10.0.0.1")),
                "{}",
                "{\"metadata\":{\"name\":\"s2\"},\"ports\":7,\"endpoints\":\"x\"}");
        start();
        assertThat(known()).containsExactly("gw-0=10.0.0.1:8000");
        assertThat(ignored).hasSize(4).containsOnly(Ignored.MALFORMED);
    }

    @Test
    void aWatchThatEndsGoesOnFromTheNewestVersionWithoutAList() throws TimeoutException {
        startAndWatch();
        api.event("BOOKMARK", "{\"metadata\":{\"resourceVersion\":\"77\"}}");
        api.endWatch();
        await().until(() -> api.watches.size() == 2);
        assertThat(api.watches.getLast()).contains("resourceVersion=77");
        assertThat(api.lists).hasSize(1);
        assertThat(told).noneMatch(DiscoveredBackends::stale);
    }

    @Test
    void anOldVersionInTheStreamMeansListingAnewAndIsNoSilence() throws TimeoutException {
        startAndWatch();
        api.list = list("90", slice("s9", "90", endpoint("gw-9", "10.0.0.9")));
        api.event("ERROR", "{\"kind\":\"Status\",\"code\":410}");
        awaitKnown("gw-9=10.0.0.9:8000");
        await().until(() -> api.watches.size() == 2);
        assertThat(api.watches.getLast()).contains("resourceVersion=90");
        assertThat(told).noneMatch(DiscoveredBackends::stale);
    }

    @Test
    void anOldVersionAsTheAnswerMeansListingAnew() throws TimeoutException {
        api.watchStatus = 410;
        start();
        await().until(() -> api.lists.size() >= 2);
        api.watchStatus = 200;
        await().until(() -> !api.open.isEmpty());
    }

    @Test
    void aWatchThatBreaksOffIsStaleUntilItIsOpenAgain() throws TimeoutException {
        api.list = list("5", slice("s1", "5", endpoint("gw-0", "10.0.0.1")));
        startAndWatch();
        api.breakWatch();
        await().until(() -> told.stream().anyMatch(DiscoveredBackends::stale));
        assertThat(told).allSatisfy(each -> assertThat(shown(each)).containsExactly("gw-0=10.0.0.1:8000"));
        await().until(() -> !told.getLast().stale());
        assertThat(api.watches.getLast()).contains("resourceVersion=5");
        assertThat(api.lists).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json\n",
                "{\"type\":\"ADDED\"}\n",
                "{\"type\":\"NEWS\",\"object\":{}}\n",
                "[1,2]\n",
                "null\n",
                "{\"type\":\"ERROR\",\"object\":{\"code\":500}}\n"
            })
    void nonsenseInTheStreamMeansListingAnew(String line) throws TimeoutException {
        api.list = list("5", slice("s1", "5", endpoint("gw-0", "10.0.0.1")));
        startAndWatch();
        api.write(line);
        await().until(() -> api.lists.size() == 2);
        await().until(() -> !told.getLast().stale());
        assertThat(known()).containsExactly("gw-0=10.0.0.1:8000");
    }

    @Test
    void aLineThatArrivesInPiecesIsOneLine() throws TimeoutException {
        startAndWatch();
        String event = "{\"type\":\"ADDED\",\"object\":" + slice("s1", "6", endpoint("gw-0", "10.0.0.1")) + "}";
        api.write("\n" + event.substring(0, 30));
        api.write(event.substring(30, 31));
        api.write(event.substring(31));
        assertThat(known()).isEmpty();
        api.write("\n");
        awaitKnown("gw-0=10.0.0.1:8000");
    }

    @Test
    void aLineWithoutAnEndIsGivenUp() throws TimeoutException {
        startAndWatch();
        // At once: once it is given up, more would go into the next watch.
        api.write("x".repeat(3 << 20));
        await().until(() -> api.lists.size() == 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 429, 500, 503})
    void aRefusalDoesNotKeepItFromStartingAndIsTriedAgain(int status) throws TimeoutException {
        api.status = status;
        start();
        assertThat(told.getLast()).isEqualTo(new DiscoveredBackends(List.of(), true));
        api.status = 200;
        await().until(() -> !told.getLast().stale());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "no json", "[]", "null", "{}", "{\"items\":[]}", "{\"metadata\":{\"resourceVersion\":\"3\"}}"
            })
    void aListThatIsNoneIsSilence(String body) throws TimeoutException {
        api.list = body;
        start();
        assertThat(told.getLast().stale()).isTrue();
    }

    @Test
    void theTokenIsReadAgainForEachRequest() throws Exception {
        startAndWatch();
        Files.writeString(account.resolve("token"), "token-2");
        api.endWatch();
        await().until(() -> api.tokens.getLast().equals("Bearer token-2"));
    }

    @Test
    void aMissingTokenIsSilenceAndIsFoundLater() throws Exception {
        Files.delete(account.resolve("token"));
        start();
        assertThat(told.getLast().stale()).isTrue();
        assertThat(api.tokens).isEmpty();
        Files.writeString(account.resolve("token"), "late");
        await().until(() -> !told.getLast().stale());
    }

    @Test
    void theAgeIsTheTimeSinceAnythingWasHeard() throws TimeoutException {
        startAndWatch();
        // What was heard on the way into the watch was heard before this.
        clock.advance(Duration.ofSeconds(1));
        api.event("BOOKMARK", "{\"metadata\":{\"resourceVersion\":\"77\"}}");
        await().until(() -> source.age().isZero());
        clock.advance(Duration.ofSeconds(20));
        assertThat(source.age()).isEqualTo(Duration.ofSeconds(20));
        api.event("BOOKMARK", "{\"metadata\":{\"resourceVersion\":\"78\"}}");
        await().until(() -> source.age().isZero());
    }

    private KubernetesSource sourceAt(String address) {
        KubernetesSettings settings = new KubernetesSettings(
                "gateways",
                "",
                "ws",
                address,
                account.resolve("token").toString(),
                account.resolve("ca.crt").toString(),
                account.resolve("namespace").toString());
        return new KubernetesSource(vertx, settings, ignored::add, clock, new SplittableRandom(1), told::add);
    }

    private void start() throws TimeoutException {
        source.start().await(30, TimeUnit.SECONDS);
    }

    private void startAndWatch() throws TimeoutException {
        start();
        await().until(() -> !api.open.isEmpty());
    }

    private void awaitKnown(String... expected) {
        await().untilAsserted(() -> assertThat(known()).containsExactly(expected));
    }

    private List<String> known() {
        return shown(told.getLast());
    }

    private static List<String> shown(DiscoveredBackends discovered) {
        return discovered.backends().stream().map(KubernetesSourceTest::shown).toList();
    }

    private static String shown(Backend backend) {
        return backend.id() + "=" + backend.address() + (backend.draining() ? " draining" : "");
    }
}
