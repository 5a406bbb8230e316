package io.sluice.gateway.endpoint;

import io.sluice.common.config.Setting;
import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.ProtocolError;
import java.util.Optional;

/** What an HTTP status other than 200 means: one error, or one disconnect. */
public record StatusTransform(
        @Setting(doc = "HTTP status that is no longer taken for a failure, 201 to 599") int statusCode,
        @Setting(doc = "The error that the client gets") ErrorAnswer toError,
        @Setting(doc = "How the client is disconnected") DisconnectAnswer toDisconnect) {

    private static final int FIRST = 201;
    private static final int LAST = 599;

    /** An error as settings have it; code 0 stands for none. */
    public record ErrorAnswer(
            @Setting(value = "0", doc = "Code of the error, 100 to 1999; 0 for no error") int code,
            @Setting(value = "", doc = "What the error says, for people") String message,
            @Setting(value = "false", doc = "Whether the client may try again later") boolean temporary) {}

    /** A disconnect as settings have it; code 0 stands for none. */
    public record DisconnectAnswer(
            @Setting(value = "0", doc = "Close code, 3000 to 4999; 0 for no disconnect") int code,
            @Setting(value = "", doc = "Reason in the close frame, at most 123 bytes") String reason) {}

    public StatusTransform {
        if (statusCode < FIRST || statusCode > LAST) {
            throw new IllegalArgumentException("status_code must be 201 to 599 but was " + statusCode);
        }
        if ((toError.code() == 0) == (toDisconnect.code() == 0)) {
            throw new IllegalArgumentException(
                    "status " + statusCode + " needs to_error or to_disconnect, and not both");
        }
        errorOf(toError);
        disconnectOf(toDisconnect);
    }

    public Optional<ProtocolError> error() {
        return errorOf(toError);
    }

    public Optional<Disconnect> disconnect() {
        return disconnectOf(toDisconnect);
    }

    private static Optional<ProtocolError> errorOf(ErrorAnswer answer) {
        return answer.code() == 0
                ? Optional.empty()
                : Optional.of(new ProtocolError(answer.code(), answer.message(), answer.temporary()));
    }

    private static Optional<Disconnect> disconnectOf(DisconnectAnswer answer) {
        return answer.code() == 0 ? Optional.empty() : Optional.of(new Disconnect(answer.code(), answer.reason()));
    }
}
