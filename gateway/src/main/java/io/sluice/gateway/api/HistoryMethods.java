package io.sluice.gateway.api;

import static java.util.Objects.requireNonNullElse;

import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.channel.ChannelRules;
import io.sluice.gateway.history.HistoryReader;
import io.sluice.gateway.history.HistoryRefusedException;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The methods about what is kept of a channel. */
public final class HistoryMethods {

    private final HistoryReader reader;
    private final Broker broker;
    private final ChannelRules channels;

    /**
     * The methods of one node.
     *
     * @param reader without a limit, as back ends may ask for all
     */
    public HistoryMethods(HistoryReader reader, Broker broker, ChannelRules channels) {
        this.reader = reader;
        this.broker = broker;
        this.channels = channels;
    }

    Future<ApiResult> history(ApiRequests.History request) {
        int limit = requireNonNullElse(request.limit(), 0);
        boolean reverse = Boolean.TRUE.equals(request.reverse());
        return RequestedChannel.of(channels, request.channel())
                .then(channel -> reader.read(channel, limit, position(request.since()), reverse)
                        .<ApiResult>map(page -> new ApiResult.Success(result(page)))
                        .recover(cause -> cause instanceof HistoryRefusedException refused
                                        && refused.error() != ErrorCode.INTERNAL
                                ? Future.succeededFuture(ApiResult.failure(refused.error()))
                                : Future.failedFuture(cause)));
    }

    Future<ApiResult> remove(ApiRequests.HistoryRemove request) {
        return RequestedChannel.of(channels, request.channel())
                .then(channel -> channel.options().hasHistory()
                        ? broker.removeHistory(channel.name().value())
                                .map(done -> new ApiResult.Success(new ApiResults.Done()))
                        : Future.succeededFuture(ApiResult.failure(ErrorCode.NOT_AVAILABLE)));
    }

    /** The position that a request means. */
    static Optional<StreamPosition> position(ApiRequests.@Nullable Position since) {
        return since == null
                ? Optional.empty()
                : Optional.of(new StreamPosition(
                        requireNonNullElse(since.offset(), 0L), requireNonNullElse(since.epoch(), "")));
    }

    private static ApiResults.History result(HistoryPage page) {
        return new ApiResults.History(
                page.publications().stream().map(ApiResults.Publication::of).toList(),
                page.top().epoch(),
                page.top().offset());
    }
}
