package io.sluice.router.discovery;

import io.sluice.common.lifecycle.Service;
import java.time.Duration;

/**
 * Where the router learns of its backends. It tells the listener that it was made with: first during the start, then with
 * each change, always on one thread at a time.
 *
 * <p>A source that falls silent is no failure, neither of the start nor later: what was known last stays in use, marked
 * stale, while the source tries on.
 */
public interface BackendSource extends Service {

    /** Time since the source last said anything, or since the start if it never did; from any thread. */
    Duration age();
}
