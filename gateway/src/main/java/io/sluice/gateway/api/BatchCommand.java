package io.sluice.gateway.api;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * One object of a batch, whose one field is named like a method and holds its request.
 *
 * @param requests what was given for which method: one of them, unless the caller made a mistake
 */
record BatchCommand(Map<ApiMethod, Record> requests) {

    BatchCommand {
        Map<ApiMethod, Record> copy = new EnumMap<>(ApiMethod.class);
        copy.putAll(requests);
        requests = Collections.unmodifiableMap(copy);
    }
}
