package io.sluice.gateway.api;

import static java.util.Objects.requireNonNullElse;

import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.gateway.channel.ChannelLookup;
import io.sluice.gateway.channel.ChannelRules;
import io.sluice.gateway.channel.PublicationDataFormat;
import io.sluice.gateway.publish.PublishRequest;
import io.sluice.gateway.publish.Publisher;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The methods that publish. */
public final class PublishMethods {

    /** Most channels of one broadcast: as many as commands in a batch, since each has an answer of its own in memory. */
    static final int MAX_BROADCAST_CHANNELS = BatchMethod.MAX_COMMANDS;

    /** Longest idempotency key and version epoch, in characters: the broker keeps them for each channel. */
    static final int MAX_KEY_LENGTH = 1024;

    private final Publisher publisher;
    private final ChannelRules channels;

    public PublishMethods(Publisher publisher, ChannelRules channels) {
        this.publisher = publisher;
        this.channels = channels;
    }

    Future<ApiResult> publish(ApiRequests.Publish request) {
        return publish(request.channel(), request.content());
    }

    /**
     * Publishes the same into several channels; each has an answer of its own.
     *
     * @param failure the answer for a channel in which publishing failed
     */
    Future<ApiResult> broadcast(ApiRequests.Broadcast request, Function<Throwable, ApiResult> failure) {
        List<String> names = request.channels();
        if (names == null || names.isEmpty() || names.size() > MAX_BROADCAST_CHANNELS || hasGap(names)) {
            return failed(ErrorCode.BAD_REQUEST);
        }
        ApiRequests.Content content = request.content();
        List<Future<ApiResult>> answers = new ArrayList<>(names.size());
        for (String name : names) {
            answers.add(publish(name, content).otherwise(failure));
        }
        return Future.all(answers)
                .map(all -> new ApiResult.Success(new ApiResults.Broadcast(answers.stream()
                        .map(answer -> response(answer.result()))
                        .toList())));
    }

    private static ApiResults.Response response(ApiResult answer) {
        if (answer instanceof ApiResult.Success success && success.result() instanceof ApiResults.Published published) {
            return new ApiResults.Response(published, null);
        }
        ErrorCode error = answer instanceof ApiResult.Failure failure ? failure.error() : ErrorCode.INTERNAL;
        return new ApiResults.Response(null, ApiResults.Failure.of(error));
    }

    private Future<ApiResult> publish(@Nullable String channel, ApiRequests.Content content) {
        return RequestedChannel.of(channels, channel).then(found -> publish(found, content));
    }

    private Future<ApiResult> publish(ChannelLookup.Found channel, ApiRequests.Content content) {
        PublishRequest request = request(channel, content).orElse(null);
        if (request == null) {
            return failed(ErrorCode.BAD_REQUEST);
        }
        ErrorCode refusal = publisher.refusal(channel, request.data()).orElse(null);
        if (refusal != null) {
            return failed(refusal);
        }
        return publisher
                .publish(channel, request)
                .map(result -> new ApiResult.Success(ApiResults.Published.at(result.position())));
    }

    /** The request in the publisher's terms; empty if it is not well formed. */
    private static Optional<PublishRequest> request(ChannelLookup.Found channel, ApiRequests.Content content) {
        Payload data = data(channel, content);
        Map<String, String> tags = requireNonNullElse(content.tags(), Map.of());
        String key = requireNonNullElse(content.idempotencyKey(), "");
        String versionEpoch = requireNonNullElse(content.versionEpoch(), "");
        long version = requireNonNullElse(content.version(), 0L);
        if (data == null
                || version < 0
                || key.length() > MAX_KEY_LENGTH
                || versionEpoch.length() > MAX_KEY_LENGTH
                || hasGap(tags.values())) {
            return Optional.empty();
        }
        return Optional.of(new PublishRequest(
                data,
                null,
                tags,
                Boolean.TRUE.equals(content.skipHistory()),
                key,
                Boolean.TRUE.equals(content.delta()),
                version,
                versionEpoch));
    }

    /** The data to publish, of which {@code b64data} win; null if they are no base64. */
    private static @Nullable Payload data(ChannelLookup.Found channel, ApiRequests.Content content) {
        return content.b64data() == null || content.b64data().isEmpty()
                ? requireNonNullElse(content.data(), Payload.EMPTY)
                : Base64Payload.decode(content.b64data(), carriesBytes(channel)).orElse(null);
    }

    /** Not {@code contains(null)}, which an immutable collection throws at. */
    private static boolean hasGap(Collection<?> values) {
        return values.stream().anyMatch(Objects::isNull);
    }

    private static boolean carriesBytes(ChannelLookup.Found channel) {
        return channel.options().publicationDataFormat().equals(Optional.of(PublicationDataFormat.BINARY));
    }

    private static Future<ApiResult> failed(ErrorCode error) {
        return Future.succeededFuture(ApiResult.failure(error));
    }
}
