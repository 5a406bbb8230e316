package io.sluice.loadtest.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.common.threading.EventLoopConfined;

/**
 * A client of one recoverable channel that comes back whenever it is cut off, as the SDKs do: it keeps the position of the
 * last publication that it handled and asks for what came after it. Every offset of the channel has to reach it once, in
 * order, from the first on, and carry itself as the publication's number.
 *
 * <p>Threading: confined to its event loop.
 */
@EventLoopConfined
final class ReturningClient {
    /** Codes by which a server says for good that a client is not to come back, as the SDKs read them. */
    private static final int FIRST_TERMINAL = 3500;

    private static final int FIRST_TEMPORARY = 4000;
    private static final int FIRST_TERMINAL_OF_APPLICATIONS = 4500;
    private static final int CODES_END = 5000;

    private final ReturningSpec spec;
    private final ReturningLoop loop;
    private final MessageScanner scanner;
    private final SequenceCheck sequence = new SequenceCheck(1, false);

    /** Empty until the first subscription. */
    private String epoch = "";

    private long offset;
    private int failedAttempts;
    private boolean subscribed;
    private boolean neverCutOff = true;
    private String node = "";

    ReturningClient(ReturningSpec spec, ReturningLoop loop, MessageScanner scanner) {
        this.spec = spec;
        this.loop = loop;
        this.scanner = scanner;
    }

    void connect() {
        loop.dial(spec, new ReturningConnection(this, spec, loop, scanner));
    }

    boolean subscribed() {
        return subscribed;
    }

    long missing(Published published) {
        return sequence.missing(0, published.on(spec.channel()));
    }

    private boolean hasBeenHere() {
        return !epoch.isEmpty();
    }

    /** What it asks for: the channel from its beginning, or from the place where it was. */
    String subscription() {
        String request = "{\"id\":2,\"subscribe\":{\"channel\":\""
                + spec.names().name(spec.channel()) + "\",\"recoverable\":true";
        return hasBeenHere()
                ? request + ",\"recover\":true,\"epoch\":\"" + epoch + "\",\"offset\":" + offset + "}}"
                : request + "}}";
    }

    void subscribed(String onNode, long upgradedNanos, JsonNode reply) {
        boolean again = hasBeenHere();
        if (again && reply.path("recovered").asBoolean()) {
            reply.path("publications").forEach(this::recovered);
        } else {
            if (again) {
                loop.tally().unrecovered();
            }
            epoch = reply.path("epoch").asText();
            offset = reply.path("offset").asLong();
        }
        node = onNode;
        subscribed = true;
        failedAttempts = 0;
        loop.tally().arrived(new Arrival(spec.number(), node, again, upgradedNanos, loop.nanos()));
    }

    private void recovered(JsonNode publication) {
        loop.tally().recovered();
        handle(
                publication.path("data").path("n").asLong(),
                publication.path("offset").asLong());
    }

    void publication(int channel, long number, long atOffset, long latencyNanos) {
        if (channel != spec.channel()) {
            loop.tally().wrong();
            return;
        }
        handle(number, atOffset);
        loop.tally().latency(neverCutOff, latencyNanos);
    }

    private void handle(long number, long atOffset) {
        if (atOffset < 1 || number != atOffset) {
            loop.tally().wrong();
        }
        if (atOffset >= 1) {
            loop.tally().offset(sequence.received(0, atOffset));
            offset = Math.max(offset, atOffset);
        }
    }

    /** Its connection has ended, or has not come about. */
    void ended(Ending ending, long retryAfterNanos) {
        if (subscribed) {
            subscribed = false;
            neverCutOff = false;
            loop.tally().departed(new Departure(spec.number(), node, ending, loop.nanos()));
        } else {
            loop.failed(ending);
            failedAttempts++;
        }
        if (mayComeBack(ending.code())) {
            long backoff = loop.policy().backoff().delayNanos(failedAttempts, loop.random());
            long asked = loop.policy().heedsRetryAfter() ? retryAfterNanos : 0;
            loop.later(Math.max(backoff, asked), this::connect);
        }
    }

    private static boolean mayComeBack(int code) {
        boolean terminal = (code >= FIRST_TERMINAL && code < FIRST_TEMPORARY)
                || (code >= FIRST_TERMINAL_OF_APPLICATIONS && code < CODES_END);
        return !terminal;
    }
}
