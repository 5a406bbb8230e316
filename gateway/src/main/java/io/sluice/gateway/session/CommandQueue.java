package io.sluice.gateway.session;

import io.sluice.common.protocol.Command;
import io.sluice.common.threading.EventLoopConfined;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one client's commands in strict order.
 *
 * <p>A command begins when the one before it is answered. Publishes alone may overlap, since the broker keeps the order of
 * calls and of answers; so a client can publish without waiting for a round trip each time.
 *
 * <p>Limits: at most {@value #MAX_OVERLAPPING_PUBLISHES} publishes at once. While commands wait, the session stops reading from
 * its client, so no more wait than one read of the socket brought.
 */
@EventLoopConfined
final class CommandQueue {

    /** Enough to fill a millisecond's round trip at 100,000 a second, which is beyond what one client should send. */
    static final int MAX_OVERLAPPING_PUBLISHES = 128;

    private final Consumer<Command> begin;

    // Null while nothing waits: most clients never need it.
    private @Nullable ArrayDeque<Command> waiting;
    private int publishesInFlight;
    private boolean otherInFlight;
    private boolean running;
    // How often what waited was forgotten.
    private int clearings;

    /** @param begin carries a command out; it calls {@link #done} for each, at once or later */
    CommandQueue(Consumer<Command> begin) {
        this.begin = begin;
    }

    /** Begins the commands in order, now or when their turn comes; those behind one that leads to {@link #clear}, not at all. */
    void add(List<Command> commands) {
        int before = clearings;
        for (int i = 0; i < commands.size() && before == clearings; i++) {
            Command command = commands.get(i);
            if (waiting == null && mayBegin(command)) {
                start(command);
            } else {
                if (waiting == null) {
                    waiting = new ArrayDeque<>();
                }
                waiting.add(command);
            }
        }
    }

    /** The command is answered; the next ones may begin. */
    void done(Command command) {
        if (command instanceof Command.Publish) {
            publishesInFlight--;
        } else {
            otherInFlight = false;
        }
        run();
    }

    /** Whether commands wait for their turn. */
    boolean isWaiting() {
        return waiting != null;
    }

    /** Whether all commands are answered. */
    boolean isIdle() {
        return waiting == null && !otherInFlight && publishesInFlight == 0;
    }

    /** Forgets what waits, and what is just being added. */
    void clear() {
        clearings++;
        waiting = null;
    }

    private void run() {
        if (running) {
            return; // A command that was answered at once: the loop below goes on by itself.
        }
        running = true;
        while (waiting != null && mayBegin(waiting.element())) {
            Command next = waiting.remove();
            if (waiting.isEmpty()) {
                waiting = null;
            }
            start(next);
        }
        running = false;
    }

    private boolean mayBegin(Command command) {
        return !otherInFlight
                && (publishesInFlight == 0
                        || (command instanceof Command.Publish && publishesInFlight < MAX_OVERLAPPING_PUBLISHES));
    }

    private void start(Command command) {
        if (command instanceof Command.Publish) {
            publishesInFlight++;
        } else {
            otherInFlight = true;
        }
        begin.accept(command);
    }
}
