package io.sluice.gateway.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.channel.ChannelLookup;
import io.sluice.gateway.channel.ChannelRules;
import io.sluice.gateway.publish.Publisher;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The methods of the server API, free of HTTP. Their futures never fail: what goes wrong is an {@link ApiResult.Failure}.
 *
 * <p>Threading: any thread.
 */
public final class ApiMethods {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Most channels of one broadcast: as many as commands in a batch, since each has an answer of its own in memory. */
    static final int MAX_BROADCAST_CHANNELS = BatchMethod.MAX_COMMANDS;

    private final Publisher publisher;
    private final ChannelRules channels;
    private final Supplier<Future<List<NodeRecord>>> nodes;
    private final ChannelsSurvey survey;
    private final LongSupplier unixMillis;

    /**
     * The methods of one node.
     *
     * @param nodes the records of all live nodes
     */
    public ApiMethods(
            Publisher publisher,
            ChannelRules channels,
            Supplier<Future<List<NodeRecord>>> nodes,
            ChannelsSurvey survey,
            LongSupplier unixMillis) {
        this.publisher = publisher;
        this.channels = channels;
        this.nodes = nodes;
        this.survey = survey;
        this.unixMillis = unixMillis;
    }

    Future<ApiResult> publish(ApiRequests.Publish request) {
        String channel = request.channel();
        return channel == null ? failed(ErrorCode.BAD_REQUEST) : publish(channel, request.content());
    }

    /** Publishes the same into several channels; each has an answer of its own. */
    Future<ApiResult> broadcast(ApiRequests.Broadcast request) {
        List<String> names = request.channels();
        if (names == null || names.isEmpty() || names.size() > MAX_BROADCAST_CHANNELS || names.contains(null)) {
            return failed(ErrorCode.BAD_REQUEST);
        }
        List<Future<ApiResult>> answers = new ArrayList<>(names.size());
        for (String name : names) {
            answers.add(publish(name, request.content()));
        }
        return Future.all(answers).map(all -> {
            ArrayNode responses = JSON.arrayNode(answers.size());
            answers.forEach(answer -> responses.add(answer.result().envelope()));
            ObjectNode result = JSON.objectNode();
            result.set("responses", responses);
            return new ApiResult.Success(result);
        });
    }

    Future<ApiResult> info() {
        return nodes.get()
                .map(this::nodesObject)
                .<ApiResult>map(ApiResult.Success::new)
                .otherwise(ApiResult.failure(ErrorCode.INTERNAL));
    }

    Future<ApiResult> channels(ApiRequests.Channels request) {
        String pattern = request.pattern();
        return survey.channels(pattern == null ? "" : pattern)
                .<ApiResult>map(counts -> new ApiResult.Success(channelsObject(counts)))
                .otherwise(ApiResult.failure(ErrorCode.INTERNAL));
    }

    private Future<ApiResult> publish(String channel, ApiRequests.Content content) {
        Payload data = data(content);
        ErrorCode refusal = refusal(channel, data, content);
        if (refusal != null) {
            return failed(refusal);
        }
        Map<String, String> tags = content.tags();
        return publisher
                .publish(channel, data, null, tags == null ? Map.of() : tags)
                .<ApiResult>map(position -> new ApiResult.Success(positionObject(position)))
                .otherwise(ApiResult.failure(ErrorCode.INTERNAL));
    }

    private @Nullable ErrorCode refusal(String channel, Payload data, ApiRequests.Content content) {
        ChannelLookup lookup = channels.lookup(channel);
        if (lookup instanceof ChannelLookup.UnknownNamespace) {
            return ErrorCode.UNKNOWN_CHANNEL;
        }
        Map<String, String> tags = content.tags();
        boolean wellFormedTags = tags == null || !tags.containsValue(null);
        if (!(lookup instanceof ChannelLookup.Found) || !publisher.accepts(data) || !wellFormedTags) {
            return ErrorCode.BAD_REQUEST;
        }
        // Without history a repeated or outdated publication cannot be told from a new one: better to say so.
        return content.idempotencyKey() != null || content.version() != null ? ErrorCode.NOT_AVAILABLE : null;
    }

    /** The data to publish; {@code b64data} wins, and counts only if it is JSON, which is all that clients understand. */
    private static Payload data(ApiRequests.Content content) {
        String b64data = content.b64data();
        if (b64data != null && !b64data.isEmpty()) {
            return ApiJson.base64Payload(b64data);
        }
        Payload data = content.data();
        return data == null ? Payload.EMPTY : data;
    }

    private ObjectNode nodesObject(List<NodeRecord> records) {
        ArrayNode list = JSON.arrayNode(records.size());
        for (NodeRecord node : records) {
            list.addObject()
                    .put("uid", node.id())
                    .put("name", node.name())
                    .put("version", node.version())
                    .put("num_clients", node.connections())
                    .put("num_users", node.users())
                    .put("num_subs", node.subscriptions())
                    .put("num_channels", node.channels())
                    .put("uptime", Math.max(0, (unixMillis.getAsLong() - node.startedUnixMillis()) / 1000));
        }
        ObjectNode result = JSON.objectNode();
        result.set("nodes", list);
        return result;
    }

    private static ObjectNode channelsObject(Map<String, Integer> counts) {
        ObjectNode names = JSON.objectNode();
        counts.forEach((name, clients) -> names.putObject(name).put("num_clients", clients));
        ObjectNode result = JSON.objectNode();
        result.set("channels", names);
        return result;
    }

    private static ObjectNode positionObject(StreamPosition position) {
        ObjectNode result = JSON.objectNode();
        if (position.offset() != 0) {
            result.put("offset", position.offset());
        }
        if (!position.epoch().isEmpty()) {
            result.put("epoch", position.epoch());
        }
        return result;
    }

    private static Future<ApiResult> failed(ErrorCode error) {
        return Future.succeededFuture(ApiResult.failure(error));
    }
}
