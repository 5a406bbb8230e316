package io.sluice.gateway.hook.http;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.ProtocolError;
import io.sluice.gateway.auth.Verdict;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What every answer looks like: one of a result, an error and a disconnect.
 *
 * @param <R> form of the result
 */
record AnswerEnvelope<R>(@Nullable R result, @Nullable ErrorPart error, @Nullable DisconnectPart disconnect) {

    record ErrorPart(int code, @Nullable String message, boolean temporary) {}

    record DisconnectPart(int code, @Nullable String reason) {}

    /**
     * What it says.
     *
     * @throws MalformedAnswerException if it says nothing, more than one thing, or something out of range
     */
    <T> Verdict<T> verdict(Function<R, T> grant) {
        int parts = (result == null ? 0 : 1) + (error == null ? 0 : 1) + (disconnect == null ? 0 : 1);
        if (parts != 1) {
            throw new MalformedAnswerException("expected one of result, error and disconnect but there were " + parts);
        }
        try {
            if (result != null) {
                return Verdict.granted(grant.apply(result));
            }
            return error != null
                    ? new Verdict.Refused<>(
                            new ProtocolError(error.code(), orEmpty(error.message()), error.temporary()))
                    : new Verdict.Ended<>(ended());
        } catch (IllegalArgumentException e) {
            throw new MalformedAnswerException(String.valueOf(e.getMessage()));
        }
    }

    private Disconnect ended() {
        return disconnect == null
                ? new Disconnect(0, "")
                : new Disconnect(disconnect.code(), orEmpty(disconnect.reason()));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
