package io.sluice.gateway.hook.ledger;

import io.sluice.gateway.hook.HookClient;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * This node's page in a book that all nodes share: the clients whose end no back end has been told of yet. A page that its node
 * does not renew in time may be claimed by others, an entry at a time, each by one of them. One contract test runs against every
 * implementation.
 *
 * <p>Entries are clients without their headers, which are nobody's to keep.
 *
 * <p>Threading: any thread; operations of one thread take effect in the order of the calls. Every operation fails when the book is
 * out of reach, and may then have taken effect or not; all of them may be repeated.
 */
public interface ConnectionLedger {

    /**
     * Says that this node lives, for {@code ttl} from now.
     *
     * @return whether the page was missing or overdue, so that entries of it may be gone and have to be written again
     */
    Future<Boolean> renew(Duration ttl);

    /** Writes entries, over those of the same clients. */
    Future<Void> put(Collection<HookClient> clients);

    /** Strikes out entries of this node; unknown ids are no error. */
    Future<Void> remove(Collection<String> clientIds);

    /** Strikes out all entries of this node. */
    Future<Void> clear();

    /**
     * Moves entries of pages that are overdue to this node's page, in one step, so that no other node gets them unless this one
     * dies too.
     *
     * @param limit about how many at most; some more may come
     * @return the entries moved; none if no page is overdue
     */
    Future<List<HookClient>> claim(int limit);

    /** This node goes: what is left on its page is overdue at once. */
    Future<Void> leave();
}
