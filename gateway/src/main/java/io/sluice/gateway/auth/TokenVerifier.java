package io.sluice.gateway.auth;

import io.vertx.core.Future;

/**
 * Verifies the tokens of clients.
 *
 * <p>Threading: any thread; futures complete on the caller's thread, or on another where keys have to be fetched first. They never
 * fail. A token that cannot be verified at the moment, because its key cannot be had, is refused with the temporary error 100.
 */
public interface TokenVerifier {

    /** Refused with 109 if it has expired, ended with 3500 if it is no good for any other reason. */
    Future<Verdict<ConnectionGrant>> connection(String token);

    /** Refused with 109 if it has expired, with 103 if it is no good for any other reason. */
    Future<Verdict<SubscriptionToken>> subscription(String token);
}
