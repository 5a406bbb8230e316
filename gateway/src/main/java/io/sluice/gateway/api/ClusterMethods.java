package io.sluice.gateway.api;

import io.sluice.common.cluster.NodeRecord;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The methods that look at the whole cluster. */
public final class ClusterMethods {

    private static final int MILLIS_PER_SECOND = 1000;

    private final Supplier<Future<List<NodeRecord>>> nodes;
    private final ChannelsSurvey survey;
    private final LongSupplier unixMillis;

    /**
     * The methods of one node.
     *
     * @param nodes the records of all live nodes
     */
    public ClusterMethods(Supplier<Future<List<NodeRecord>>> nodes, ChannelsSurvey survey, LongSupplier unixMillis) {
        this.nodes = nodes;
        this.survey = survey;
        this.unixMillis = unixMillis;
    }

    Future<ApiResult> info(ApiRequests.Info request) {
        return nodes.get()
                .<ApiResult>map(records -> new ApiResult.Success(
                        new ApiResults.Info(records.stream().map(this::node).toList())));
    }

    Future<ApiResult> channels(ApiRequests.Channels request) {
        String pattern = request.pattern();
        return survey.channels(pattern == null ? "" : pattern).map(counts -> new ApiResult.Success(result(counts)));
    }

    private ApiResults.Node node(NodeRecord record) {
        long upMillis = unixMillis.getAsLong() - record.startedUnixMillis();
        return new ApiResults.Node(
                record.id(),
                record.name(),
                record.version(),
                record.connections(),
                record.users(),
                record.subscriptions(),
                record.channels(),
                Math.max(0, upMillis / MILLIS_PER_SECOND));
    }

    private static ApiResults.Channels result(Map<String, Integer> counts) {
        Map<String, ApiResults.Subscribers> channels = new TreeMap<>();
        counts.forEach((name, clients) -> channels.put(name, new ApiResults.Subscribers(clients)));
        return new ApiResults.Channels(channels);
    }
}
