package io.sluice.common.redis;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a subscriber told it. */
final class RecordingListener implements RedisSubscriber.Listener {

    private final Map<String, List<String>> messages = new ConcurrentHashMap<>();
    private final List<Boolean> readiness = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();

    @Override
    public void message(String redisChannel, Buffer payload) {
        messages.computeIfAbsent(redisChannel, channel -> new CopyOnWriteArrayList<>())
                .add(payload.toString());
    }

    @Override
    public void readyChanged(boolean ready) {
        readiness.add(ready);
    }

    @Override
    public void refused(String redisChannel, RedisCommandException cause) {
        refused.add(redisChannel + " " + cause.code());
    }

    List<String> messagesOf(String channel) {
        return messages.getOrDefault(channel, List.of());
    }

    /** Every change of readiness, in order. */
    List<Boolean> readiness() {
        return readiness;
    }

    List<String> refused() {
        return refused;
    }
}
