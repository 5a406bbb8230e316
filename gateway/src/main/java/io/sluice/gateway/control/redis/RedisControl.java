package io.sluice.gateway.control.redis;

import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.cluster.NodeRegistry;
import io.sluice.common.redis.RedisCommands;
import io.sluice.common.redis.RedisMessage;
import io.sluice.common.redis.RedisSettings;
import io.sluice.common.redis.RedisSubscriber;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.control.Answers;
import io.sluice.gateway.control.Control;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Node control over Redis pub/sub: questions go to {@code <prefix>.control}, which every node hears; answers to
 * {@code <prefix>.node.<id>} of the node that asked. Who has to answer is taken from the registry.
 */
@ThreadSafe
public final class RedisControl implements Control {

    private static final Logger log = LoggerFactory.getLogger(RedisControl.class);

    /** A node that takes longer is busy or gone; its record in the registry expires after 5 s. */
    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final RedisCommands commands;
    private final RedisSubscriber subscriber;
    private final NodeRegistry registry;
    private final String nodeId;
    private final String controlChannel;
    private final String nodeChannelPrefix;
    private final Answers answers = new Answers();
    private final Map<String, Survey> surveys = new ConcurrentHashMap<>();

    /** {@code commands} is started and stopped by whoever made it; the subscriber connection is this control's own. */
    public RedisControl(
            Vertx vertx, RedisSettings settings, RedisCommands commands, NodeRegistry registry, String nodeId) {
        this.vertx = vertx;
        this.commands = commands;
        this.registry = registry;
        this.nodeId = nodeId;
        this.controlChannel = settings.prefix() + ".control";
        this.nodeChannelPrefix = settings.prefix() + ".node.";
        this.subscriber = new RedisSubscriber(vertx, settings, new Ears());
    }

    @Override
    public String name() {
        return "node control";
    }

    @Override
    public void onQuestion(String question, Function<Buffer, Future<Buffer>> answer) {
        answers.add(question, answer);
    }

    @Override
    public Future<Void> start() {
        return subscriber.start();
    }

    @Override
    public Future<Void> stop() {
        return subscriber.stop();
    }

    @Override
    public Future<List<Buffer>> survey(String question, Buffer details) {
        return registry.list().compose(nodes -> {
            Set<String> ids = nodes.stream().map(NodeRecord::id).collect(Collectors.toSet());
            ids.add(nodeId);
            return ask(ids, new ControlMessage(UUID.randomUUID().toString(), nodeId, question, false, details));
        });
    }

    private Future<List<Buffer>> ask(Set<String> nodes, ControlMessage message) {
        Survey survey = new Survey(nodes);
        surveys.put(message.survey(), survey);
        long timer = vertx.setTimer(ANSWER_TIMEOUT.toMillis(), elapsed -> survey.timeOut());
        return send(controlChannel, message).compose(sent -> survey.outcome()).onComplete((done, failure) -> {
            vertx.cancelTimer(timer);
            surveys.remove(message.survey());
        });
    }

    private static Buffer copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return Buffer.buffer(copy);
    }

    /** Hears what is said to this node, from the first moment that Redis is there. */
    private final class Ears implements RedisSubscriber.Listener {

        @Override
        public void messages(List<RedisMessage> batch) {
            batch.forEach(message -> message(message.channel(), copy(message.payload())));
        }

        @Override
        public void readyChanged(boolean ready) {
            if (ready) {
                listen(controlChannel);
                listen(nodeChannelPrefix + nodeId);
            }
        }

        private void listen(String redisChannel) {
            subscriber
                    .subscribe(redisChannel)
                    .onFailure(cause -> log.warn("node control not subscribed cause={}", cause.toString()));
        }
    }

    private void message(String redisChannel, Buffer bytes) {
        ControlMessage message = ControlMessage.decode(bytes).orElse(null);
        if (message == null) {
            log.debug("undecodable control message channel={} bytes={}", redisChannel, bytes.length());
        } else if (redisChannel.equals(controlChannel)) {
            answer(message);
        } else {
            Survey survey = surveys.get(message.survey());
            if (survey != null) {
                survey.take(message);
            }
        }
    }

    private void answer(ControlMessage question) {
        answers.answer(question.question(), question.body())
                .map(body -> new ControlMessage(question.survey(), nodeId, "", false, body))
                .otherwise(cause -> new ControlMessage(question.survey(), nodeId, "", true, Buffer.buffer()))
                .compose(answer -> send(nodeChannelPrefix + question.from(), answer))
                .onFailure(cause -> log.debug("answer not sent node={} cause={}", question.from(), cause.toString()));
    }

    private Future<Response> send(String redisChannel, ControlMessage message) {
        return commands.send(Request.cmd(Command.PUBLISH).arg(redisChannel).arg(message.encode()));
    }

    @Override
    public void onOrder(String order, Consumer<Buffer> action) {}

    @Override
    public Future<Void> order(String order, Buffer details) {
        return Future.failedFuture(new UnsupportedOperationException());
    }

    @Override
    public Future<Buffer> ask(String node, String question, Buffer details) {
        return Future.failedFuture(new UnsupportedOperationException());
    }
}
