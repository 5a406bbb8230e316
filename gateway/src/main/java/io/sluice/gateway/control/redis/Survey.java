package io.sluice.gateway.control.redis;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.control.SurveyFailedException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A question under way: who is still to answer, and what the others said. */
@ThreadSafe
final class Survey {

    private final Promise<List<Buffer>> outcome = Promise.promise();

    // Guarded by this.
    private final Set<String> missing;
    private final Map<String, Buffer> answers = new HashMap<>();

    /** @param nodes ids of the nodes that are asked, at least one */
    Survey(Set<String> nodes) {
        this.missing = new HashSet<>(nodes);
    }

    Future<List<Buffer>> outcome() {
        return outcome.future();
    }

    /** Takes an answer; one from a node that was not asked, or that answered before, is ignored. */
    void take(ControlMessage message) {
        List<Buffer> all = null;
        synchronized (this) {
            if (!missing.remove(message.from())) {
                return;
            }
            answers.put(message.from(), message.body());
            all = missing.isEmpty() ? List.copyOf(answers.values()) : null;
        }
        if (message.kind() == ControlMessage.Kind.FAILURE) {
            outcome.tryFail(new SurveyFailedException("node " + message.from() + " could not answer"));
        } else if (all != null) {
            outcome.tryComplete(all);
        }
    }

    /** Ends the wait, unless every answer is there already. */
    void giveUp(RuntimeException why) {
        outcome.tryFail(why);
    }

    /** Ends the wait. */
    void timeOut() {
        int count;
        synchronized (this) {
            count = missing.size();
        }
        outcome.tryFail(new SurveyFailedException(count + " nodes did not answer in time"));
    }
}
