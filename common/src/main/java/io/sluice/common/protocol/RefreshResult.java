package io.sluice.common.protocol;

/**
 * The answer to a connection token that replaces an expiring one.
 *
 * @param client the id of the connection
 * @param version the server's version text
 * @param expires whether this token expires too, so that the client must refresh again
 * @param ttlSeconds seconds until then; 0 if it does not expire
 */
public record RefreshResult(String client, String version, boolean expires, long ttlSeconds) {}
