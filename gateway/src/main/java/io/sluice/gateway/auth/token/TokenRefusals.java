package io.sluice.gateway.auth.token;

import static java.util.Objects.requireNonNull;

import io.sluice.common.threading.ThreadSafe;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many tokens were not accepted, by reason. Any thread. */
@ThreadSafe
public final class TokenRefusals {

    private final Map<TokenRefusal, LongAdder> counts = new EnumMap<>(TokenRefusal.class);

    TokenRefusals() {
        for (TokenRefusal refusal : TokenRefusal.values()) {
            counts.put(refusal, new LongAdder());
        }
    }

    /** So far. */
    public long count(TokenRefusal refusal) {
        return requireNonNull(counts.get(refusal)).sum();
    }

    void add(TokenRefusal refusal) {
        requireNonNull(counts.get(refusal)).increment();
    }
}
