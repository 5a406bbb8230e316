package io.sluice.gateway.history;

import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.broker.StreamLimits;
import io.sluice.gateway.channel.ChannelLookup;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Reads what is kept of channels, and refuses what would look complete but is not.
 *
 * <p>Threading: any thread; futures complete where the broker completes them.
 */
public final class HistoryReader {

    private final Broker broker;
    private final Streams streams;
    private final int maxPublications;

    /**
     * A reader for callers of one kind.
     *
     * @param maxPublications most publications of one page, at least 1, or {@link HistoryQuery#NO_LIMIT}
     */
    public HistoryReader(Broker broker, Streams streams, int maxPublications) {
        if (maxPublications < 1 && maxPublications != HistoryQuery.NO_LIMIT) {
            throw new IllegalArgumentException("a page has at least 1 publication but was " + maxPublications);
        }
        this.broker = broker;
        this.streams = streams;
        this.maxPublications = maxPublications;
    }

    /**
     * Reads one page, for a caller who may.
     *
     * <p>The future fails with {@link HistoryRefusedException} only. Its errors: {@code NOT_AVAILABLE} if the channel keeps no
     * history; {@code BAD_REQUEST} for what lies before offset 0; {@code UNRECOVERABLE_POSITION} if {@code since} is of another
     * epoch, beyond the top, or if what came right after it is no longer kept; {@code INTERNAL} if the broker fails.
     *
     * @param limit most publications: 0 asks for the top only, a negative one or one above the maximum means the maximum
     * @param since the page begins after it, or before it in reverse; an empty epoch stands for any, and offset 0 for the oldest
     *     publication that is kept
     * @param reverse newest first
     */
    public Future<HistoryPage> read(
            ChannelLookup.Found channel, int limit, Optional<StreamPosition> since, boolean reverse) {
        Optional<StreamLimits> stream = streams.limits(channel.options());
        if (stream.isEmpty()) {
            return refused(ErrorCode.NOT_AVAILABLE);
        }
        if (since.isPresent()
                && (since.get().offset() < 0 || (reverse && since.get().offset() == 0))) {
            return refused(ErrorCode.BAD_REQUEST);
        }
        HistoryQuery query = new HistoryQuery(clamped(limit), since, reverse);
        return broker.history(channel.name().value(), query, stream.get().metaTtl())
                .recover(cause -> Future.failedFuture(new HistoryRefusedException(ErrorCode.INTERNAL, cause)))
                .compose(page -> answers(query, page)
                        ? Future.succeededFuture(page)
                        : refused(ErrorCode.UNRECOVERABLE_POSITION));
    }

    private int clamped(int limit) {
        boolean within = limit >= 0 && (maxPublications == HistoryQuery.NO_LIMIT || limit <= maxPublications);
        return within ? limit : maxPublications;
    }

    private static boolean answers(HistoryQuery query, HistoryPage page) {
        return query.since().isEmpty() || reaches(query.since().get(), query, page);
    }

    /** Backwards there is always an end, and where it is the offsets tell. */
    private static boolean reaches(StreamPosition since, HistoryQuery query, HistoryPage page) {
        if (!since.epoch().isEmpty() && !since.epoch().equals(page.top().epoch())) {
            return false;
        }
        if (query.reverse()) {
            return true;
        }
        return since.offset() <= page.top().offset()
                && (query.limit() == 0 || since.offset() == 0 || isWithoutGap(since.offset(), page));
    }

    private static boolean isWithoutGap(long offset, HistoryPage page) {
        return page.publications().isEmpty()
                ? offset == page.top().offset()
                : page.publications().get(0).offset() == offset + 1;
    }

    private static <T> Future<T> refused(ErrorCode error) {
        return Future.failedFuture(new HistoryRefusedException(error));
    }
}
