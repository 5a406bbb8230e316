package io.sluice.gateway.broker.memory;

import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.broker.PublishOptions;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the publications with an idempotency key went, each for {@link PublishOptions#IDEMPOTENCY_TTL}.
 *
 * <p>Limits: beyond so many the oldest is forgotten, and repeating it publishes it again.
 */
@EventLoopConfined
final class RememberedResults {

    /** A busy back end's 300 publications a second for five minutes; some 200 bytes each, so 20 MB. */
    static final int MAX_RESULTS = 100_000;

    private record Key(String channel, String idempotencyKey) {}

    private record Result(StreamPosition position, long goneAtMillis) {}

    private final int maxResults;
    // All stay equally long, so the first is the next to go.
    private final Map<Key, Result> results = new LinkedHashMap<>();

    RememberedResults(int maxResults) {
        this.maxResults = maxResults;
    }

    int size() {
        return results.size();
    }

    /** Where the publication with this key went; null if there was none. */
    @Nullable
    StreamPosition find(String channel, String idempotencyKey, long nowMillis) {
        expire(nowMillis);
        Result result = results.get(new Key(channel, idempotencyKey));
        return result == null ? null : result.position();
    }

    void remember(String channel, String idempotencyKey, StreamPosition position, long nowMillis) {
        long goneAtMillis = nowMillis + PublishOptions.IDEMPOTENCY_TTL.toMillis();
        results.put(new Key(channel, idempotencyKey), new Result(position, goneAtMillis));
        if (results.size() > maxResults) {
            dropOldest();
        }
    }

    void expire(long nowMillis) {
        Iterator<Result> oldest = results.values().iterator();
        while (oldest.hasNext() && oldest.next().goneAtMillis() <= nowMillis) {
            oldest.remove();
        }
    }

    private void dropOldest() {
        Iterator<Result> oldest = results.values().iterator();
        oldest.next();
        oldest.remove();
    }
}
