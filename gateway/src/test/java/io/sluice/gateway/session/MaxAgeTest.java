package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.common.config.ConfigException;
import io.sluice.gateway.fakes.TestOptions;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The node's random numbers are the smallest possible, so the age is the shortest that the jitter allows. */
class MaxAgeTest {

    private static final Duration SHORTEST = Duration.ofSeconds(90);

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s", "max_age=100s", "max_age_jitter=0.1");

    @RegisterExtension
    final TestNode ageless = new TestNode("ping_interval=0s");

    @Test
    void aConnectionThatIsOldEnoughIsToComeBack() {
        TestClient client = node.connected();
        node.pass(SHORTEST.minus(Duration.ofMillis(100)));
        client.expect();
        node.pass(Duration.ofMillis(100));
        client.expectClosed(3011, "force reconnect");
        assertThat(node.counters().aged.get()).isEqualTo(1);
    }

    @Test
    void oneThatEndsBeforeIsNotCounted() {
        TestClient client = node.connected();
        client.leave();
        node.pass(SHORTEST.multipliedBy(2));
        client.expect();
        assertThat(node.counters().aged.get()).isZero();
    }

    @Test
    void withoutAnAgeItLasts() {
        TestClient client = ageless.connected();
        ageless.pass(Duration.ofMinutes(10));
        client.expect();
    }

    @Test
    void agesAreSpreadEvenlyAroundTheMean() {
        ClientSettings settings = TestOptions.client("max_age=100s", "max_age_jitter=0.2");
        Random random = new Random(7);
        long sum = 0;
        for (int i = 0; i < 1000; i++) {
            Duration age = settings.ageLimit(random);
            assertThat(age).isBetween(Duration.ofSeconds(80), Duration.ofSeconds(120));
            sum += age.toMillis();
        }
        assertThat(sum / 1000).isBetween(98_000L, 102_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_age=9s", "max_age_jitter=1.1", "max_age_jitter=-0.1"})
    void whatCannotWorkIsRefused(String setting) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> TestOptions.client(setting))
                .withMessageContaining(setting.substring(0, setting.indexOf('=')));
    }
}
