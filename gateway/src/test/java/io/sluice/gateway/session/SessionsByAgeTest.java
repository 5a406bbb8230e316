package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.gateway.metrics.GatewayMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionsByAgeTest {

    private static final List<Duration> CLASS_ENDS =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(6));

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final SessionsByAge sessions = new SessionsByAge(new GatewayMetrics(registry).addLoop());
    private long now;

    @Test
    void aSessionPassesThroughAllAges() {
        open();
        expect(1, 0, 0, 0, 0);
        pass(Duration.ofSeconds(59));
        expect(1, 0, 0, 0, 0);
        pass(Duration.ofSeconds(1));
        expect(0, 1, 0, 0, 0);
        pass(Duration.ofMinutes(9));
        expect(0, 0, 1, 0, 0);
        pass(Duration.ofMinutes(50));
        expect(0, 0, 0, 1, 0);
        pass(Duration.ofHours(5));
        expect(0, 0, 0, 0, 1);
    }

    @Test
    void aSessionThatClosesLeavesItsClass() {
        SessionsByAge.Place old = open();
        pass(Duration.ofMinutes(5));
        SessionsByAge.Place young = open();
        expect(1, 1, 0, 0, 0);

        sessions.closed(old);
        expect(1, 0, 0, 0, 0);
        sessions.closed(young);
        expect(0, 0, 0, 0, 0);
    }

    @Test
    void aLongPauseSkipsClasses() {
        open();
        pass(Duration.ofHours(2));
        expect(0, 0, 0, 1, 0);
    }

    @Test
    void whateverComesAndGoesTheClassesAreThoseOfTheOpenSessions() {
        Random random = new Random(1);
        List<SessionsByAge.Place> open = new ArrayList<>();
        List<Long> opened = new ArrayList<>();
        for (int step = 0; step < 2000; step++) {
            int what = random.nextInt(3);
            if (what == 0) {
                open.add(open());
                opened.add(now);
            } else if (what == 1 && !open.isEmpty()) {
                int gone = random.nextInt(open.size());
                sessions.closed(open.remove(gone));
                opened.remove(gone);
            } else {
                pass(Duration.ofSeconds(random.nextInt(600)));
                int[] expected = new int[5];
                opened.forEach(since -> expected[classOf(now - since)]++);
                expect(expected);
            }
        }
    }

    private static int classOf(long ageNanos) {
        return (int)
                CLASS_ENDS.stream().filter(end -> ageNanos >= end.toNanos()).count();
    }

    private SessionsByAge.Place open() {
        SessionsByAge.Place place = new SessionsByAge.Place(null);
        sessions.opened(place, now);
        return place;
    }

    private void pass(Duration time) {
        now += time.toNanos();
        sessions.age(now);
    }

    private void expect(int... sizes) {
        String text = registry.scrape();
        for (int i = 0; i < sizes.length; i++) {
            assertThat(text)
                    .contains("sluice_gateway_connections_by_age{age=\"" + SessionsByAge.CLASSES.get(i) + "\"} "
                            + sizes[i] + ".0\n");
        }
    }
}
