package io.sluice.common.log;

import static io.sluice.common.log.PeerCaused.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.common.admission.Rate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineLimitTest {

    private final AtomicLong nanos = new AtomicLong();
    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final LineLimit limit = new LineLimit(new Rate(2, 2), nanos::get);
    private final Logger log = context.getLogger("io.sluice.test");

    @BeforeEach
    void start() {
        limit.start();
        written.setContext(context);
        written.addFilter(limit);
        written.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(written);
    }

    @Test
    void whatPeersCauseIsLimitedForEachMessageByItself() {
        for (int i = 0; i < 10; i++) {
            log.warn(PEER, "connection failed session={}", i);
            log.debug(PEER, "token refused reason={}", i);
        }

        assertThat(messages())
                .containsExactly(
                        "connection failed session=0",
                        "token refused reason=0",
                        "connection failed session=1",
                        "token refused reason=1");
    }

    @Test
    void theNextLineSaysHowManyWereSwallowed() {
        for (int i = 0; i < 10; i++) {
            log.warn(PEER, "connection failed");
        }
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        log.warn(PEER, "connection failed");
        log.warn(PEER, "connection failed");

        assertThat(written.list).hasSize(4);
        assertThat(written.list.get(2).getKeyValuePairs()).singleElement().satisfies(pair -> {
            assertThat(pair.key).isEqualTo("suppressed");
            assertThat(pair.value).isEqualTo(8L);
        });
        assertThat(written.list.get(3).getKeyValuePairs()).isNullOrEmpty();
    }

    @Test
    void whatTheProgramSaysOfItselfIsNeverSwallowed() {
        for (int i = 0; i < 100; i++) {
            log.warn("redis connection lost");
        }

        assertThat(written.list).hasSize(100);
    }

    @Test
    void networkLibrariesAreLimitedByLogger() {
        Logger library = context.getLogger("io.netty.channel.DefaultChannelPipeline");
        for (int i = 0; i < 100; i++) {
            library.warn("An exceptionCaught() event was fired " + i);
        }

        assertThat(written.list).hasSize(2);
    }

    @Test
    void messagesBeyondTheLimitOfKindsShareOneLimit() {
        for (int i = 0; i < LineLimit.MAX_KINDS + 50; i++) {
            log.warn(PEER, "made up by a fault " + i);
        }

        assertThat(written.list).hasSize(LineLimit.MAX_KINDS + 2);
    }

    @Test
    void aNewRateHoldsForMessagesThatWereSeenBefore() {
        for (int i = 0; i < 3; i++) {
            log.warn(PEER, "connection failed");
        }
        limit.limitTo(new Rate(5, 5));
        for (int i = 0; i < 10; i++) {
            log.warn(PEER, "connection failed");
        }

        assertThat(written.list).hasSize(2 + 5);
    }

    @Test
    void metricsCountWhatIsWrittenAndWhatIsNot() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new LogMetrics(limit).bindTo(registry);
        for (int i = 0; i < 5; i++) {
            log.warn(PEER, "connection failed");
        }
        log.error("fault");
        log.info("ready");

        assertThat(registry.scrape().lines())
                .contains(
                        "sluice_log_lines_total{level=\"warn\"} 2.0",
                        "sluice_log_lines_total{level=\"error\"} 1.0",
                        "sluice_log_suppressed_total 3.0");
    }

    @Test
    void whatTheLevelKeepsOutIsNotCountedAsSwallowed() {
        log.setLevel(Level.INFO);
        for (int i = 0; i < 5; i++) {
            log.debug(PEER, "token refused");
        }

        assertThat(limit.suppressed()).isZero();
    }

    private List<String> messages() {
        return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
