package io.sluice.gateway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.StreamPosition;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The results of the server API. Names are written in snake case on the wire; what carries an annotation is left out when it is
 * empty or 0.
 */
final class ApiResults {

    private ApiResults() {}

    /** Of a method that has nothing to tell. */
    record Done() {}

    /** Where a publication is in its channel's stream. */
    record Published(@JsonInclude(Include.NON_DEFAULT) long offset, @JsonInclude(Include.NON_EMPTY) String epoch) {

        static Published at(StreamPosition position) {
            return new Published(position.offset(), position.epoch());
        }
    }

    /** Of a broadcast: an answer for each channel, in the order of the request. */
    record Broadcast(List<Response> responses) {}

    /** The answer for one channel: one of the two. */
    record Response(
            @JsonInclude(Include.NON_NULL) @Nullable Published result,
            @JsonInclude(Include.NON_NULL) @Nullable Failure error) {}

    /** Why a method failed. */
    record Failure(int code, String message) {

        static Failure of(ErrorCode error) {
            return new Failure(error.code(), message(error));
        }

        /** Two words differ from what clients are told. */
        private static String message(ErrorCode error) {
            return switch (error) {
                case METHOD_NOT_FOUND -> "not found";
                case CONCURRENT_PAGINATION -> "conflict";
                default -> error.message();
            };
        }
    }

    record Presence(Map<String, Client> presence) {}

    record PresenceStats(int numClients, int numUsers) {}

    /** A client; information that is no JSON value stands in base64 in the field whose name says so. */
    record Client(
            String user,
            String client,
            @JsonInclude(Include.NON_NULL) @Nullable Payload connInfo,
            @JsonInclude(Include.NON_NULL) @Nullable String b64connInfo,
            @JsonInclude(Include.NON_NULL) @Nullable Payload chanInfo,
            @JsonInclude(Include.NON_NULL) @Nullable String b64chanInfo) {

        static Client of(ClientInfo info) {
            return new Client(
                    info.user(),
                    info.client(),
                    json(info.connectionInfo()),
                    base64(info.connectionInfo()),
                    json(info.channelInfo()),
                    base64(info.channelInfo()));
        }
    }

    record History(List<Publication> publications, String epoch, long offset) {}

    /** A publication; data that are no JSON value stand in {@code b64data}. */
    record Publication(
            @JsonInclude(Include.NON_NULL) @Nullable Payload data,
            @JsonInclude(Include.NON_NULL) @Nullable String b64data,
            @JsonInclude(Include.NON_NULL) @Nullable Client info,
            @JsonInclude(Include.NON_DEFAULT) long offset,
            @JsonInclude(Include.NON_EMPTY) Map<String, String> tags) {

        static Publication of(io.sluice.common.protocol.Publication publication) {
            ClientInfo sender = publication.info();
            return new Publication(
                    json(publication.data()),
                    base64(publication.data()),
                    sender == null ? null : Client.of(sender),
                    publication.offset(),
                    publication.tags());
        }
    }

    record Channels(Map<String, Subscribers> channels) {}

    record Subscribers(int numClients) {}

    record Info(List<Node> nodes) {}

    /** A live node; {@code uptime} is in seconds. */
    record Node(
            String uid,
            String name,
            String version,
            int numClients,
            int numUsers,
            int numSubs,
            int numChannels,
            long uptime) {}

    private static @Nullable Payload json(Payload payload) {
        return payload.isEmpty() || payload.isBinary() ? null : payload;
    }

    private static @Nullable String base64(Payload payload) {
        return payload.isBinary() ? Base64.getEncoder().encodeToString(payload.bytes()) : null;
    }
}
