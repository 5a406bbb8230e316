package io.sluice.gateway.hub;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.filter.PatternIndex;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The patterns that this node's clients are subscribed to, by the feed that each is matched against. The node is subscribed to a
 * feed as long as there is one.
 *
 * <p>Threading: any thread.
 */
@ThreadSafe
final class Patterns {

    private final Function<String, Future<Void>> subscribeFeed;
    private final Function<String, Future<Void>> unsubscribeFeed;

    // Guarded by this.
    private final Map<String, Feed> feeds = new HashMap<>();

    /** Patterns of one feed; {@code subscribed} is the same for all. */
    private record Feed(PatternIndex<String> patterns, Future<Void> subscribed) {}

    Patterns(Function<String, Future<Void>> subscribeFeed, Function<String, Future<Void>> unsubscribeFeed) {
        this.subscribeFeed = subscribeFeed;
        this.unsubscribeFeed = unsubscribeFeed;
    }

    /** Adds a pattern that is not there; completes when the node is subscribed to its feed. */
    synchronized Future<Void> add(String feed, String pattern) {
        Feed present = feeds.get(feed);
        if (present == null || present.subscribed().failed()) {
            present = new Feed(new PatternIndex<>(), subscribeFeed.apply(feed));
            feeds.put(feed, present);
        }
        present.patterns().add(pattern, pattern);
        return present.subscribed();
    }

    /** Takes a pattern away; with the last one the feed ends. */
    synchronized Future<Void> remove(String feed, String pattern) {
        Feed present = feeds.get(feed);
        if (present == null) {
            return Future.succeededFuture();
        }
        present.patterns().remove(pattern);
        if (!present.patterns().isEmpty()) {
            return Future.succeededFuture();
        }
        feeds.remove(feed);
        return unsubscribeFeed.apply(feed);
    }

    /** The broker has ended the feed by itself: its patterns, which are no longer here. */
    synchronized List<String> forget(String feed) {
        Feed present = feeds.remove(feed);
        return present == null ? List.of() : present.patterns().patterns();
    }

    /** The patterns that {@code channel} matches. */
    synchronized List<String> matching(String feed, String channel) {
        Feed present = feeds.get(feed);
        return present == null ? List.of() : present.patterns().matching(channel);
    }
}
