package io.sluice.gateway.broker;

import java.time.Duration;

/**
 * How much of a channel's past is kept.
 *
 * @param size most publications, at least 1
 * @param ttl time after the last publication at which all of them are gone
 * @param metaTtl time after the last use at which the stream itself is forgotten, and the next one begins with a new epoch and
 *     offset 1; longer than {@code ttl}
 */
public record StreamLimits(int size, Duration ttl, Duration metaTtl) {

    public StreamLimits {
        if (size < 1 || ttl.toMillis() < 1 || metaTtl.compareTo(ttl) < 0) {
            throw new IllegalArgumentException(
                    "a stream needs a size of at least 1, a ttl, and a meta ttl that is no shorter");
        }
    }
}
