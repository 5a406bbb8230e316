package io.sluice.gateway.publish;

import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.PublishOptions;
import io.sluice.gateway.broker.PublishResult;
import io.sluice.gateway.broker.StreamLimits;
import io.sluice.gateway.channel.ChannelLookup;
import io.sluice.gateway.channel.ChannelOptions;
import io.sluice.gateway.channel.Feeds;
import io.sluice.gateway.history.Streams;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * The one path by which publications enter, whoever sends them: stamps them and hands them to the broker with what the options of
 * their channel ask for.
 *
 * <p>Threading: any thread; futures complete where the broker completes them.
 */
public final class Publisher {

    private final Broker broker;
    private final Streams streams;
    private final int maxPublicationBytes;
    private final LongSupplier unixMillis;
    private final LongAdder byClients = new LongAdder();
    private final LongAdder byBackEnds = new LongAdder();

    /**
     * A publisher for one node.
     *
     * @param unixMillis the wall clock that publications are stamped with
     */
    public Publisher(Broker broker, Streams streams, int maxPublicationBytes, LongSupplier unixMillis) {
        this.broker = broker;
        this.streams = streams;
        this.maxPublicationBytes = maxPublicationBytes;
        this.unixMillis = unixMillis;
    }

    /** Why {@code data} cannot be published in {@code channel}, whoever asks; empty if it can. */
    public Optional<ErrorCode> refusal(ChannelLookup.Found channel, Payload data) {
        return data.size() > maxPublicationBytes ? Optional.of(ErrorCode.BAD_REQUEST) : channel.publishRefusal(data);
    }

    /**
     * Publishes data that nothing speaks against by {@link #refusal}, for a sender who may publish in the channel.
     *
     * @return fails as {@link Broker#publish} does
     */
    public Future<PublishResult> publish(ChannelLookup.Found channel, PublishRequest request) {
        Publication publication = new Publication(
                request.data(), request.sender(), 0, request.tags(), DataForm.PLAIN, "", "", unixMillis.getAsLong());
        LongAdder published = request.sender() == null ? byBackEnds : byClients;
        return broker.publish(channel.name().value(), publication, options(channel, request))
                .onSuccess(result -> published.increment());
    }

    /** Publications of clients that the broker has taken so far. */
    public long byClients() {
        return byClients.sum();
    }

    /** Publications of back ends that the broker has taken so far. */
    public long byBackEnds() {
        return byBackEnds.sum();
    }

    private PublishOptions options(ChannelLookup.Found channel, PublishRequest request) {
        ChannelOptions options = channel.options();
        Optional<StreamLimits> stream = request.skipHistory() ? Optional.empty() : streams.limits(options);
        return new PublishOptions(
                stream,
                request.idempotencyKey(),
                request.version(),
                request.versionEpoch(),
                request.delta() || options.deltaPublish(),
                channel.reachesPatterns() ? Feeds.of(options) : "");
    }
}
