package io.sluice.gateway.auth;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.ProtocolError;
import java.util.function.Function;

/**
 * What a token, or a back end, says to something that a client wants.
 *
 * @param <T> what comes with a yes
 */
public sealed interface Verdict<T> {

    /** Yes. */
    record Granted<T>(T grant) implements Verdict<T> {}

    /** No; the client is told why and stays. */
    record Refused<T>(ProtocolError error) implements Verdict<T> {}

    /** No, and the client is disconnected. */
    record Ended<T>(Disconnect disconnect) implements Verdict<T> {}

    static <T> Verdict<T> granted(T grant) {
        return new Granted<>(grant);
    }

    static <T> Verdict<T> refused(ErrorCode error) {
        return new Refused<>(error.error());
    }

    static <T> Verdict<T> ended(DisconnectCode code) {
        return new Ended<>(code.disconnect());
    }

    /** The same, with another grant in case of a yes. */
    default <U> Verdict<U> map(Function<T, U> function) {
        if (this instanceof Granted<T> granted) {
            return new Granted<>(function.apply(granted.grant()));
        }
        return this instanceof Refused<T> refused
                ? new Refused<>(refused.error())
                : new Ended<>(((Ended<T>) this).disconnect());
    }
}
