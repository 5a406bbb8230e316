package io.sluice.gateway.publish;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.PublishOptions;
import io.sluice.gateway.broker.PublishResult;
import io.vertx.core.Future;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one path by which publications enter, whoever sends them: stamps them and hands them to the broker.
 *
 * <p>Threading: any thread; futures complete where the broker completes them.
 */
public final class Publisher {

    private final Broker broker;
    private final int maxPublicationBytes;
    private final LongSupplier unixMillis;

    /**
     * A publisher for one node.
     *
     * @param unixMillis the wall clock that publications are stamped with
     */
    public Publisher(Broker broker, int maxPublicationBytes, LongSupplier unixMillis) {
        this.broker = broker;
        this.maxPublicationBytes = maxPublicationBytes;
        this.unixMillis = unixMillis;
    }

    /** Whether {@code data} can be published: there is some, and no more than the limit. */
    public boolean accepts(Payload data) {
        return !data.isEmpty() && data.size() <= maxPublicationBytes;
    }

    /**
     * Publishes data that {@link #accepts} holds for, into a channel in which the sender may publish.
     *
     * @param sender the client that published; null for a back end
     */
    public Future<StreamPosition> publish(
            String channel, Payload data, @Nullable ClientInfo sender, Map<String, String> tags) {
        Publication publication =
                new Publication(data, sender, 0, tags, DataForm.PLAIN, "", "", unixMillis.getAsLong());
        return broker.publish(channel, publication, PublishOptions.PLAIN).map(PublishResult::position);
    }
}
