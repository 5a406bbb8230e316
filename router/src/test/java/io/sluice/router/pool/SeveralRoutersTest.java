package io.sluice.router.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.cluster.NodeCapacity;
import io.sluice.common.config.ConfigLoader;
import io.sluice.router.ManualClock;
import io.sluice.router.backend.Backend;
import io.sluice.router.backend.BackendAddress;
import io.sluice.router.backend.LoadReport;
import io.sluice.router.balance.BalanceSettings;
import io.sluice.router.discovery.DiscoveredBackends;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Three routers that know nothing of each other, four gateways, reports that are a second old: a simulation without sockets.
 */
class SeveralRoutersTest {

    private static final int ROUTERS = 3;
    private static final int GATEWAYS = 4;
    private static final int PLACEMENTS = 1_000;
    private static final int PLACEMENTS_PER_HEARTBEAT = 100;

    private final ManualClock clock = new ManualClock();
    private final Random random = new Random(42);
    private final long[] connections = new long[GATEWAYS];

    /** Placed, but not yet counted by the gateway when it wrote its last report. */
    private final Deque<Integer> arriving = new ArrayDeque<>();

    private final List<BackendPool> routers = IntStream.range(0, ROUTERS)
            .mapToObj(i -> new BackendPool(
                    ConfigLoader.of(BalanceSettings.class).load().toRules(), clock, random.nextLong()))
            .toList();

    @Test
    void aThousandConnectionsAreSpreadWithinEightPerCentOfTheMean() {
        place(PLACEMENTS);
        assertWithin(0.08);
    }

    @Test
    void anEmptyGatewayIsFilledAndTheOthersAreNotOverrun() {
        Arrays.fill(connections, 400);
        connections[3] = 0;
        place(PLACEMENTS);
        assertWithin(0.05);
    }

    @Test
    void whatComesBackFromAnOverloadedGatewayDoesNotGoThereAgain() {
        long[] uneven = {1_000, 1_000, 0, 0};
        System.arraycopy(uneven, 0, connections, 0, GATEWAYS);
        heartbeat(1);
        for (int i = 0; i < 100; i++) {
            assertThat(place(routers.get(i % ROUTERS))).isGreaterThanOrEqualTo(2);
        }
    }

    private void place(int count) {
        for (int i = 0; i < count; i++) {
            if (i % PLACEMENTS_PER_HEARTBEAT == 0) {
                heartbeat(1 + i / PLACEMENTS_PER_HEARTBEAT);
            }
            arriving.add(place(routers.get(random.nextInt(ROUTERS))));
        }
        arriving.forEach(gateway -> connections[gateway]++);
    }

    private static int place(BackendPool router) {
        Placement placement = (Placement) router.place(ConnectionKind.WEBSOCKET, Set.of(), null);
        return placement.backend().address().port() - 1;
    }

    /** The last tenth of what was placed is still in its handshake, so that the reports lack it. */
    private void heartbeat(int sequence) {
        while (arriving.size() > PLACEMENTS_PER_HEARTBEAT / 10) {
            connections[arriving.remove()]++;
        }
        clock.advance(Duration.ofSeconds(1));
        List<Backend> backends = IntStream.range(0, GATEWAYS)
                .mapToObj(gateway -> reporting(gateway, sequence))
                .toList();
        routers.forEach(router -> router.update(new DiscoveredBackends(backends, false)));
    }

    /** Figures other than connections are noise, as they are in life. */
    private Backend reporting(int gateway, int sequence) {
        int count = (int) connections[gateway];
        LoadReport report = new LoadReport(
                sequence, count, count * random.nextDouble(20), random.nextDouble(15), 0, 0.3 + random.nextDouble(0.2));
        return new Backend("gw-" + gateway, new BackendAddress("host", gateway + 1), false, report)
                .withCapacity(new NodeCapacity(0, 0, 3_600_000));
    }

    private void assertWithin(double part) {
        double mean = Arrays.stream(connections).average().orElseThrow();
        assertThat(Arrays.stream(connections).boxed())
                .allSatisfy(count -> assertThat((double) count).isBetween((1 - part) * mean, (1 + part) * mean));
    }
}
