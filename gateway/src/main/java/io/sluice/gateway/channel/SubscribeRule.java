package io.sluice.gateway.channel;

/** What decides about a client that wants to subscribe and shows no subscription token. */
public sealed interface SubscribeRule {

    /** The channel is private: without a token it is error 103. */
    record NeedsToken() implements SubscribeRule {}

    /** The client may subscribe. */
    record Allowed() implements SubscribeRule {}

    /** The back end decides, that with this name, or the usual one if it is {@code default}. */
    record AskBackEnd(String name) implements SubscribeRule {}

    /** Nothing allows it: error 103. */
    record Denied() implements SubscribeRule {}
}
