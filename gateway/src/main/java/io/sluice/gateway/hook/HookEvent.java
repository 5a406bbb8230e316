package io.sluice.gateway.hook;

import java.util.Locale;

/** What back ends are asked about, or told of. */
public enum HookEvent {
    CONNECT,
    REFRESH,
    SUBSCRIBE,
    PUBLISH,
    SUB_REFRESH,
    RPC,
    DISCONNECT,
    UNSUBSCRIBE;

    /** Its name in settings and metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
