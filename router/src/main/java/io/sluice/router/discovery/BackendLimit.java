package io.sluice.router.discovery;

import io.sluice.common.threading.EventLoopConfined;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a source from filling the memory: what it lists beyond {@link #MAX_BACKENDS} is not used, and a warning says so. */
@EventLoopConfined
public final class BackendLimit {

    /** Far above any installation; each costs some kilobytes of counters and meters. */
    public static final int MAX_BACKENDS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(BackendLimit.class);

    /** Whether the last list was too long, so that a warning is given once. */
    private boolean exceeded;

    /** The beginning of the list, as far as it is used. */
    public <T> List<T> cut(List<T> listed) {
        unused(Math.max(0, listed.size() - MAX_BACKENDS));
        return listed.size() <= MAX_BACKENDS ? listed : listed.subList(0, MAX_BACKENDS);
    }

    /** So many of those listed were not used. */
    void unused(int count) {
        if (count > 0 && !exceeded) {
            LOG.warn("More backends are listed than can be used: used={} unused={}", MAX_BACKENDS, count);
        }
        exceeded = count > 0;
    }
}
