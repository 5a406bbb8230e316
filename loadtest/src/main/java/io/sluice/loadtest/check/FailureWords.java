package io.sluice.loadtest.check;

import io.sluice.common.config.Durations;
import io.sluice.loadtest.client.ApiStatusException;
import io.sluice.loadtest.client.ReplyErrorException;
import io.vertx.core.http.UpgradeRejectedException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** What a failed step means, for whoever has to do something about it. */
final class FailureWords {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int PERMISSION_DENIED = 103;

    private FailureWords() {}

    static String of(Throwable failure, Duration timeout) {
        if (failure instanceof TimeoutException) {
            return "nothing within " + Durations.format(timeout);
        }
        return String.valueOf(failure.getMessage()) + advice(failure);
    }

    private static String advice(Throwable failure) {
        if (failure instanceof ApiStatusException status
                && (status.status() == UNAUTHORIZED || status.status() == FORBIDDEN)) {
            return "; --api-key has to be the gateways' http_api.key";
        }
        if (failure instanceof ReplyErrorException refused && refused.code() == PERMISSION_DENIED) {
            return "; the user of the token may not subscribe to it: give --token-secret, or a --channel that is allowed";
        }
        if (failure instanceof UpgradeRejectedException) {
            return "; --url has to be the address of a WebSocket, such as ws://HOST:8000/connection/websocket";
        }
        return "";
    }
}
