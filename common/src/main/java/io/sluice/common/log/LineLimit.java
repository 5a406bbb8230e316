package io.sluice.common.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.sluice.common.admission.Rate;
import io.sluice.common.admission.TokenBucket;
import io.sluice.common.threading.ThreadSafe;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * Lets through so many lines of one kind a second where peers cause them, and counts what is written and what is not. The first
 * line after some were swallowed says how many: {@code suppressed="17"}.
 *
 * <p>Limited are lines with the marker {@link PeerCaused#PEER}, by their message before its arguments are put in, and those of the
 * network libraries, by their logger, since what they say of a broken connection is their peer's doing too.
 *
 * <p>Limits: {@link #MAX_KINDS} kinds are told apart; all beyond share one limit.
 *
 * <p>Threading: any thread that logs.
 */
@ThreadSafe
final class LineLimit extends Filter<ILoggingEvent> {

    /** Several times what the source has of such messages, so that it is reached only by a fault, which must not cost memory. */
    static final int MAX_KINDS = 256;

    /** What a line that follows swallowed ones calls their number. */
    static final String SUPPRESSED = "suppressed";

    private static final List<String> NETWORK_LIBRARIES = List.of("io.netty.", "io.opentelemetry.", "io.vertx.");
    private static final String OTHERS = "";

    private record Kind(TokenBucket bucket, AtomicLong swallowed) {}

    private final LongSupplier nanoClock;
    private final Map<String, Kind> kinds = new ConcurrentHashMap<>();
    private final LongAdder warnings = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder suppressed = new LongAdder();

    /** Volatile: set by the thread that reads the settings. */
    private volatile Rate rate;

    LineLimit(Rate rate, LongSupplier nanoClock) {
        this.rate = rate;
        this.nanoClock = nanoClock;
    }

    /** From now on this rate holds for every kind, whatever was written before. */
    void limitTo(Rate newRate) {
        rate = newRate;
        kinds.clear();
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        String kind = kindOf(event);
        if (kind != null && !admits(kind, event)) {
            suppressed.increment();
            return FilterReply.DENY;
        }
        count(event.getLevel());
        return FilterReply.NEUTRAL;
    }

    long warnings() {
        return warnings.sum();
    }

    long errors() {
        return errors.sum();
    }

    long suppressed() {
        return suppressed.sum();
    }

    private boolean admits(String name, ILoggingEvent event) {
        Kind kind = kind(name);
        if (!kind.bucket.tryTake()) {
            kind.swallowed.incrementAndGet();
            return false;
        }
        long before = kind.swallowed.getAndSet(0);
        if (before > 0 && event instanceof LoggingEvent line) {
            line.addKeyValuePair(new KeyValuePair(SUPPRESSED, before));
        }
        return true;
    }

    private Kind kind(String name) {
        Kind known = kinds.get(name);
        if (known != null) {
            return known;
        }
        String place = kinds.size() < MAX_KINDS ? name : OTHERS;
        return kinds.computeIfAbsent(place, added -> new Kind(new TokenBucket(rate, nanoClock), new AtomicLong()));
    }

    private void count(Level level) {
        if (level.equals(Level.WARN)) {
            warnings.increment();
        } else if (level.equals(Level.ERROR)) {
            errors.increment();
        }
    }

    /** What the line is counted as; {@code null} for one that peers do not cause. */
    private static @Nullable String kindOf(ILoggingEvent event) {
        List<Marker> markers = event.getMarkerList();
        if (markers != null && markers.contains(PeerCaused.PEER)) {
            return event.getMessage();
        }
        String logger = event.getLoggerName();
        return NETWORK_LIBRARIES.stream().anyMatch(logger::startsWith) ? logger : null;
    }
}
