package io.sluice.gateway.broker.memory;

import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.broker.PublishOptions;
import io.sluice.gateway.broker.StreamEpoch;
import io.sluice.gateway.broker.StreamLimits;
import io.sluice.gateway.broker.StreamSight;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A channel's stream. Times are milliseconds of the broker's clock. */
@EventLoopConfined
final class MemoryStream {

    private final String channel;
    private final ArrayDeque<Publication> publications = new ArrayDeque<>();
    private String epoch = StreamEpoch.random();
    private long top;

    // 0 before the first publication that has one.
    private long version;
    private String versionEpoch = "";

    private long emptyAtMillis;
    private long goneAtMillis;

    MemoryStream(String channel) {
        this.channel = channel;
    }

    String channel() {
        return channel;
    }

    StreamPosition position() {
        return new StreamPosition(top, epoch);
    }

    /** Whether the version of a publication is not above that of one before it. */
    boolean isOutdated(PublishOptions options) {
        boolean comparable =
                options.versionEpoch().isEmpty() || options.versionEpoch().equals(versionEpoch);
        return options.version() != 0
                && version != 0
                && comparable
                && Long.compareUnsigned(options.version(), version) <= 0;
    }

    /** Appends a publication and gives back what it has become. */
    Publication append(Publication publication, PublishOptions options, StreamLimits limits, long nowMillis) {
        if (options.version() != 0) {
            version = options.version();
            versionEpoch = options.versionEpoch();
        }
        top++;
        Publication appended = new Publication(
                publication.data(),
                publication.info(),
                top,
                publication.tags(),
                publication.form(),
                publication.channel(),
                epoch,
                publication.time());
        publications.add(appended);
        while (publications.size() > limits.size()) {
            publications.remove();
        }
        emptyAtMillis = nowMillis + limits.ttl().toMillis();
        return appended;
    }

    HistoryPage read(HistoryQuery query) {
        return query.limit() == 0
                ? new HistoryPage(List.of(), position())
                : new HistoryPage(matching(query).toList(), position());
    }

    private Stream<Publication> matching(HistoryQuery query) {
        Stream<Publication> all = query.reverse()
                ? StreamSupport.stream(((Iterable<Publication>) publications::descendingIterator).spliterator(), false)
                : publications.stream();
        Stream<Publication> wanted = query.since()
                .map(since -> all.filter(publication -> query.reverse()
                        ? publication.offset() < since.offset()
                        : publication.offset() > since.offset()))
                .orElse(all);
        return query.limit() == HistoryQuery.NO_LIMIT ? wanted : wanted.limit(query.limit());
    }

    /** Whether this node has had something of this epoch that the stream has lost. */
    boolean contradicts(StreamSight seen) {
        return epoch.equals(seen.reached().epoch())
                && (top < seen.reached().offset() || (seen.knowsPublication() && holdsAnother(seen)));
    }

    private boolean holdsAnother(StreamSight seen) {
        return publications.stream()
                .filter(publication -> publication.offset() == seen.heardOffset() && publication.time() != 0)
                .anyMatch(publication -> publication.time() != seen.heardTime());
    }

    /** Makes positions of the present epoch worthless; what the stream holds stays, and so does its top. */
    void beginEpoch() {
        epoch = StreamEpoch.random();
        List<Publication> kept = List.copyOf(publications);
        publications.clear();
        kept.forEach(publication -> publications.add(publication.ofEpoch(epoch)));
    }

    /** Forgets what was published; the position stays. */
    void clear() {
        publications.clear();
    }

    /** Notes a use, from which on the stream stays for {@code metaTtl}. */
    void used(Duration metaTtl, long nowMillis) {
        goneAtMillis = nowMillis + metaTtl.toMillis();
    }

    /** Forgets what is too old. */
    void expire(long nowMillis) {
        if (nowMillis >= emptyAtMillis) {
            publications.clear();
        }
    }

    boolean isGone(long nowMillis) {
        return nowMillis >= goneAtMillis;
    }

    /** When something of this stream expires next. */
    long nextExpiryMillis() {
        return publications.isEmpty() ? goneAtMillis : Math.min(emptyAtMillis, goneAtMillis);
    }
}
