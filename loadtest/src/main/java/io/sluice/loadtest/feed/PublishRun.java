package io.sluice.loadtest.feed;

import io.sluice.loadtest.feed.BatchPublisher.Rejection;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Publishes every line of an NDJSON input and counts what became of it.
 *
 * <p>Threading: {@link #run} blocks its caller until the input ends, and calls the observer from that thread.
 */
@ThreadConfined
public final class PublishRun {
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(1);

    /** What became of the lines so far. */
    public record Tally(long sent, long rejected) {}

    /** Hears how it goes. */
    public interface Observer {
        /** A line was not published; the complaint says which one and why. */
        void rejected(String complaint);

        /** Called once a second. */
        void progress(Tally tally);
    }

    private final BatchPublisher publisher;
    private final ChannelRule rule;
    private final TimeSource time;
    private final Observer observer;
    private long sent;
    private long rejected;

    public PublishRun(BatchPublisher publisher, ChannelRule rule, TimeSource time, Observer observer) {
        this.publisher = publisher;
        this.rule = rule;
        this.time = time;
        this.observer = observer;
    }

    /**
     * Publishes all of {@code input}.
     *
     * @param perSecond lines a second, in open loop; empty for as fast as the server answers
     * @throws FeedAbortedException when it cannot go on; {@link #tally} then tells how far it came
     */
    public Tally run(InputStream input, Optional<Double> perSecond) throws FeedAbortedException, InterruptedException {
        // Before the reader starts, which is a thread of its own: its lines may be there before this one goes on.
        long nextProgress = time.nanos() + PROGRESS_EVERY.toNanos();
        LineQueue lines = LineQueue.readAhead(new NdjsonReader(input, rule.field()), perSecond, time);
        boolean more = true;
        while (more) {
            List<Line> batch = lines.take(PROGRESS_EVERY);
            publish(batch);
            more = batch.stream().noneMatch(line -> line instanceof Line.End);
            if (more && time.nanos() >= nextProgress) {
                observer.progress(tally());
                nextProgress = time.nanos() + PROGRESS_EVERY.toNanos();
            }
        }
        return tally();
    }

    private void publish(List<Line> lines) throws FeedAbortedException, InterruptedException {
        List<Outgoing> batch = new ArrayList<>(lines.size());
        for (Line line : lines) {
            outgoing(line).ifPresent(batch::add);
        }
        List<Rejection> refused = publisher.publish(batch);
        for (Rejection one : refused) {
            reject(one.item().origin() + ", channel " + one.item().channel() + ": " + one.error());
        }
        sent += batch.size() - refused.size();
    }

    private Optional<Outgoing> outgoing(Line line) {
        String origin = "line " + line.number();
        if (line instanceof Line.Valid valid) {
            Optional<String> channel = rule.channelOf(valid);
            if (channel.isEmpty()) {
                reject(origin + ": no text or number in its field " + rule.field());
            }
            return channel.map(name -> new Outgoing(origin, name, valid.json()));
        }
        if (line instanceof Line.Malformed malformed) {
            reject(origin + ": " + malformed.reason());
        } else if (line instanceof Line.End end) {
            end.failure().ifPresent(reason -> reject("after " + origin + ": " + reason));
        }
        return Optional.empty();
    }

    private void reject(String complaint) {
        rejected++;
        observer.rejected(complaint);
    }

    public Tally tally() {
        return new Tally(sent, rejected);
    }
}
