package io.sluice.loadtest.load;

import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Tries a batch again until the server has taken all of it, while nodes come and go. Every publication needs its
 * idempotency key, or what was taken the first time would be published again.
 */
@ThreadConfined
public final class PatientPort implements PublishPort {
    private static final Duration PAUSE = Duration.ofMillis(50);
    /** Nodes may be busy with a storm, but one of them answers sooner than this. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PublishPort port;
    private final TimeSource time;
    private long retries;

    public PatientPort(PublishPort port, TimeSource time) {
        this.port = port;
        this.time = time;
    }

    @Override
    public int publish(List<Outgoing> batch) throws IOException, InterruptedException {
        if (batch.stream().anyMatch(publication -> publication.key().isEmpty())) {
            throw new IllegalArgumentException("expected an idempotency key with each publication");
        }
        long deadline = time.nanos() + PATIENCE.toNanos();
        while (!taken(batch, deadline)) {
            retries++;
            time.sleepUntil(time.nanos() + PAUSE.toNanos());
        }
        return 0;
    }

    private boolean taken(List<Outgoing> batch, long deadline) throws IOException, InterruptedException {
        try {
            int refused = port.publish(batch);
            if (refused > 0 && time.nanos() > deadline) {
                throw new IOException("the server refuses " + refused + " of " + batch.size() + " publications");
            }
            return refused == 0;
        } catch (IOException e) {
            // A connection that a node left behind is of no more use.
            port.close();
            if (time.nanos() > deadline) {
                throw e;
            }
            return false;
        }
    }

    /** How many batches had to be sent once more. */
    public long retries() {
        return retries;
    }

    @Override
    public void close() {
        port.close();
    }
}
