package io.sluice.common.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a subscriber told it. */
final class RecordingListener implements RedisSubscriber.Listener {

    private final Map<String, List<String>> messages = new ConcurrentHashMap<>();
    private final List<List<String>> batches = new CopyOnWriteArrayList<>();
    private final List<Boolean> readiness = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();

    @Override
    public void messages(List<RedisMessage> batch) {
        batches.add(batch.stream().map(RecordingListener::text).toList());
        batch.forEach(message -> messages.computeIfAbsent(message.channel(), channel -> new CopyOnWriteArrayList<>())
                .add(text(message)));
    }

    private static String text(RedisMessage message) {
        return UTF_8.decode(message.payload().duplicate()).toString();
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

    /** The payloads that each call brought, in order. */
    List<List<String>> batches() {
        return batches;
    }

    /** Every change of readiness, in order. */
    List<Boolean> readiness() {
        return readiness;
    }

    List<String> refused() {
        return refused;
    }
}
