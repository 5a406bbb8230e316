package io.sluice.gateway.control;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The orders that this node can carry out. */
@ThreadSafe
public final class Actions {

    private static final Logger log = LoggerFactory.getLogger(Actions.class);

    private final Map<String, Consumer<Buffer>> actions = new ConcurrentHashMap<>();

    /** Adds an order; an error if it has an action already. */
    public void add(String order, Consumer<Buffer> action) {
        if (actions.putIfAbsent(order, action) != null) {
            throw new IllegalStateException("order " + order + " has an action already");
        }
    }

    /** Carries {@code order} out; one that is not known, as a node of another version might give it, is passed over. */
    public void carryOut(String order, Buffer details) {
        Consumer<Buffer> action = actions.get(order);
        if (action == null) {
            log.debug(PEER, "unknown order order={}", order);
            return;
        }
        try {
            action.accept(details);
        } catch (RuntimeException e) {
            log.warn(PEER, "order not carried out order={}", order, e); // The orders behind it are not to suffer.
        }
    }
}
