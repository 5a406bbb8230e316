package io.sluice.gateway.hook.http;

import io.sluice.gateway.hook.HookClient;
import io.sluice.gateway.hook.HookEvent;
import io.vertx.core.buffer.Buffer;

/**
 * Something that a back end is to be told of until it says that it has heard.
 *
 * @param bornNanos when it happened, on the monotonic clock; it is not told for ever
 * @param body the message, which names the event by an id of its own, so that a back end can drop a repeat
 */
record LifecycleEvent(HookEvent event, HookClient client, long bornNanos, Buffer body) {}
