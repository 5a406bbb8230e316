package io.sluice.loadtest.feed;

/**
 * An invented security.
 *
 * @param code what it is traded under, e.g. {@code ACME}; letters only, so it is fit for a channel name
 * @param name a company's name
 */
public record Symbol(String code, String name) {}
