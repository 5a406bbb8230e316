package io.sluice.gateway.transport.websocket;

import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which headers of a handshake a connection keeps, for back ends to see; all others are forgotten.
 *
 * @param names in lower case
 */
record KeptHeaders(Set<String> names) {

    KeptHeaders {
        names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /** The first value of each that is there, by its name in lower case. */
    Map<String, String> of(MultiMap headers) {
        if (names.isEmpty()) {
            return Map.of();
        }
        Map<String, String> kept = new HashMap<>();
        for (String name : names) {
            String value = headers.get(name);
            if (value != null) {
                kept.put(name, value);
            }
        }
        return kept;
    }
}
