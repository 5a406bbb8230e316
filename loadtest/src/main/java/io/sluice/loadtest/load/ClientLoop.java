package io.sluice.loadtest.load;

import io.netty.channel.EventLoop;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.loadtest.measure.TimeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One event loop of the generator with its clients, the counts that they share and the array in which they read.
 *
 * <p>Threading: confined to the loop; {@link #events} is for others, too.
 */
@EventLoopConfined
final class ClientLoop {
    private static final int FIRST_SCRATCH_BYTES = 256 * 1024;

    private final EventLoop events;
    private final TimeSource time;
    private final LoopTally tally = new LoopTally();
    private final Set<ClientConnection> clients = new LinkedHashSet<>();
    /** Lost by clients that we have closed since the start. */
    private long leftBehind;

    private byte[] scratch = new byte[FIRST_SCRATCH_BYTES];
    private @Nullable ClientSpec lastSpec;
    private @Nullable MessageScanner lastScanner;

    ClientLoop(EventLoop events, TimeSource time) {
        this.events = events;
        this.time = time;
    }

    EventLoop events() {
        return events;
    }

    LoopTally tally() {
        return tally;
    }

    long nanos() {
        return time.nanos();
    }

    /** The same array each time, of at least so many bytes; valid until the next call. */
    byte[] scratch(int bytes) {
        if (scratch.length < bytes) {
            scratch = new byte[Math.max(bytes, 2 * scratch.length)];
        }
        return scratch;
    }

    /** The scanner of the clients whose publications look alike, which in one run are all. */
    MessageScanner scanner(ClientSpec spec) {
        ClientSpec last = lastSpec;
        MessageScanner scanner = lastScanner;
        if (last == null
                || scanner == null
                || !last.names().equals(spec.names())
                || !last.payload().equals(spec.payload())) {
            scanner = new MessageScanner(spec.names(), spec.payload());
            lastScanner = scanner;
            lastSpec = spec;
        }
        return scanner;
    }

    void opened(ClientConnection client) {
        clients.add(client);
    }

    /** One that the server ended stays, so that all that it does not get from now on counts as lost. */
    void ended(ClientConnection client, boolean byUs) {
        if (!clients.contains(client)) {
            return; // Of a run that is over.
        }
        if (byUs) {
            leftBehind += client.missingInside();
            clients.remove(client);
        } else {
            tally.broken();
        }
    }

    long missing(Published published) {
        return leftBehind
                + clients.stream()
                        .mapToLong(client -> client.missing(published))
                        .sum();
    }

    /** Sends a ping from the first so many clients. */
    void probe(int count) {
        clients.stream().limit(count).forEach(ClientConnection::probe);
    }

    /** Closes and forgets all clients and what they have counted. */
    void reset() {
        List.copyOf(clients).forEach(ClientConnection::closeByUs);
        clients.clear();
        leftBehind = 0;
        tally.take();
    }
}
