package io.sluice.gateway.channel;

/** What decides about a client that wants to publish. */
public sealed interface PublishRule {

    /** The client may publish. */
    record Allowed() implements PublishRule {}

    /** The back end decides, that with this name, or the usual one if it is {@code default}. */
    record AskBackEnd(String name) implements PublishRule {}

    /** Nothing allows it: error 103. */
    record Denied() implements PublishRule {}
}
