package io.sluice.gateway.subscription;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.loop.LoopTasks;
import io.sluice.gateway.loop.TurnBudget;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the subscriptions of one event loop read streams. Those that want the same part of the same stream at the same time share a
 * read: after an outage a thousand clients of a channel have missed the same, and a thousand copies of it keep the broker from everything else.
 *
 * <p>A subscription collects what comes live before it asks, and a read that began earlier could lack what came between. So who asks while
 * a read is under way waits for the next one, which begins when that ends and serves all who have come until then.
 *
 * <p>Limit: each subscription that begins waits here once, and no longer than the broker takes for two reads.
 */
@EventLoopConfined
public final class StreamReads {

    private static final Logger log = LoggerFactory.getLogger(StreamReads.class);

    private record Read(String channel, HistoryQuery query, Duration metaTtl) {}

    private final LoopTasks loop;
    private final TurnBudget turn;
    private final Broker broker;
    /** By the read that is under way: who has come since it began. */
    private final Map<Read, List<Promise<HistoryPage>>> underWay = new HashMap<>();

    /** @param turn how long the loop may be kept from its sockets, since each reader encodes what it is given */
    public StreamReads(LoopTasks loop, TurnBudget turn, Broker broker) {
        this.loop = loop;
        this.turn = turn;
        this.broker = broker;
    }

    /** As {@link Broker#history}; completes on the loop, with what the stream held after the call. */
    Future<HistoryPage> read(String channel, HistoryQuery query, Duration metaTtl) {
        Read read = new Read(channel, query, metaTtl);
        Promise<HistoryPage> reader = Promise.promise();
        List<Promise<HistoryPage>> waiting = underWay.get(read);
        if (waiting == null) {
            begin(read, List.of(reader));
        } else {
            waiting.add(reader);
        }
        return reader.future();
    }

    private void begin(Read read, List<Promise<HistoryPage>> readers) {
        // A broker that throws is one that fails, or the others would wait for ever.
        Future<HistoryPage> answer =
                Future.succeededFuture().compose(begun -> broker.history(read.channel(), read.query(), read.metaTtl()));
        List<Promise<HistoryPage>> next = new ArrayList<>();
        underWay.put(read, next);
        loop.completeHere(answer).onComplete((page, failure) -> {
            if (next.isEmpty()) {
                underWay.remove(read);
            } else {
                begin(read, next);
            }
            tell(readers.iterator(), page, failure);
        });
    }

    private void tell(Iterator<Promise<HistoryPage>> readers, @Nullable HistoryPage page, @Nullable Throwable failure) {
        turn.begin();
        while (readers.hasNext()) {
            tell(readers.next(), page, failure);
            if (readers.hasNext() && turn.exhausted()) {
                turn.resume(() -> tell(readers, page, failure));
                return;
            }
        }
    }

    /** A fault in one client must not keep the others waiting for ever. */
    private static void tell(Promise<HistoryPage> reader, @Nullable HistoryPage page, @Nullable Throwable failure) {
        try {
            reader.complete(page, failure);
        } catch (RuntimeException | OutOfMemoryError fault) {
            log.warn(PEER, "a subscription failed at its history", fault);
        }
    }
}
