package io.sluice.gateway.control.redis;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.cluster.NodeRegistry;
import io.sluice.common.redis.RedisCommands;
import io.sluice.common.redis.RedisMessage;
import io.sluice.common.redis.RedisSettings;
import io.sluice.common.redis.RedisSubscriber;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.control.Actions;
import io.sluice.gateway.control.Answers;
import io.sluice.gateway.control.Control;
import io.sluice.gateway.control.Details;
import io.sluice.gateway.control.SurveyFailedException;
import io.sluice.gateway.control.UnknownNodeException;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Node control over Redis pub/sub: orders and questions to all go to {@code <prefix>.control}, which every node hears; questions
 * to one node, and answers, to that node's {@code <prefix>.node.<id>}. Who has to answer a survey is taken from the registry.
 *
 * <p>Limits: at most {@value #MAX_QUESTIONS} questions wait for their answers; another one fails at once.
 */
@ThreadSafe
public final class RedisControl implements Control {

    private static final Logger log = LoggerFactory.getLogger(RedisControl.class);

    /** A node that takes longer is busy or gone; its record in the registry expires after 5 s. */
    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(3);

    /** How long a cluster may be silent before it is asked whether there is such a node; answers take some milliseconds. */
    private static final long SILENCE_MILLIS = 300;

    /** What 3,000 questions a second come to while nobody answers; some 10 MB. */
    static final int MAX_QUESTIONS = 10_000;

    /** What the ids of nodes look like: another text in the name of a Redis channel could be anything. */
    private static final Pattern NODE_ID = Pattern.compile("[a-zA-Z0-9._:-]{1,128}");

    private final Vertx vertx;
    private final RedisCommands commands;
    private final RedisSubscriber subscriber;
    private final boolean clustered;
    private final NodeRegistry registry;
    private final String nodeId;
    private final String controlChannel;
    private final String nodeChannelPrefix;
    private final Answers answers = new Answers();
    private final Actions actions = new Actions();
    private final Map<String, Survey> surveys = new ConcurrentHashMap<>();

    /** Whether the connection is up by which this node hears of the others' wishes. */
    public boolean hears() {
        return subscriber.ready();
    }

    /** {@code commands} is started and stopped by whoever made it; the subscriber connection is this control's own. */
    public RedisControl(
            Vertx vertx, RedisSettings settings, RedisCommands commands, NodeRegistry registry, String nodeId) {
        this.vertx = vertx;
        this.commands = commands;
        this.registry = registry;
        this.nodeId = nodeId;
        this.clustered = settings.clustered();
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
    public void onOrder(String order, Consumer<Buffer> action) {
        actions.add(order, action);
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
        return Details.withinLimit(details).compose(allowed -> registry.list()).compose(nodes -> {
            Set<String> ids = nodes.stream().map(NodeRecord::id).collect(Collectors.toSet());
            ids.add(nodeId);
            ControlMessage message = question(question, details);
            return await(message, ids, survey -> send(controlChannel, message));
        });
    }

    @Override
    public Future<Void> order(String order, Buffer details) {
        return Details.withinLimit(details)
                .map(allowed -> new ControlMessage(ControlMessage.Kind.ORDER, "", nodeId, order, allowed))
                .compose(message -> send(controlChannel, message))
                .mapEmpty();
    }

    /**
     * Costs one command: only where nobody heard the question the registry is asked whether there is such a node. A member of a cluster
     * counts its own subscribers only; there the registry is asked after {@value #SILENCE_MILLIS} ms without an answer.
     */
    @Override
    public Future<Buffer> ask(String node, String question, Buffer details) {
        if (!NODE_ID.matcher(node).matches()) {
            return Future.failedFuture(new UnknownNodeException(node));
        }
        ControlMessage message = question(question, details);
        return Details.withinLimit(details)
                .compose(allowed -> await(message, Set.of(node), survey -> sendTo(node, message, survey)))
                .map(all -> all.get(0));
    }

    private ControlMessage question(String question, Buffer details) {
        return new ControlMessage(
                ControlMessage.Kind.QUESTION, UUID.randomUUID().toString(), nodeId, question, details);
    }

    private Future<List<Buffer>> await(ControlMessage question, Set<String> nodes, Function<Survey, Future<?>> send) {
        if (surveys.size() >= MAX_QUESTIONS) {
            return Future.failedFuture(new SurveyFailedException(
                    "more than " + MAX_QUESTIONS + " questions wait for answers from other nodes"));
        }
        Survey survey = new Survey(nodes);
        surveys.put(question.id(), survey);
        long timer = vertx.setTimer(ANSWER_TIMEOUT.toMillis(), elapsed -> survey.timeOut());
        return send.apply(survey).compose(sent -> survey.outcome()).onComplete((done, failure) -> {
            vertx.cancelTimer(timer);
            surveys.remove(question.id());
        });
    }

    private Future<?> sendTo(String node, ControlMessage message, Survey survey) {
        return send(nodeChannelPrefix + node, message).compose(heard -> {
            if (heard.toInteger() > 0) {
                return Future.succeededFuture();
            }
            if (clustered) {
                // Whether another member passed it on, the answer will tell.
                vertx.setTimer(SILENCE_MILLIS, elapsed -> doubt(node, survey));
                return Future.succeededFuture();
            }
            return explainSilence(node);
        });
    }

    /** Ends the wait for a node that does not exist; a registry that cannot be asked says nothing about the node. */
    private void doubt(String node, Survey survey) {
        if (!survey.outcome().isComplete()) {
            known(node).onSuccess(known -> {
                if (!known) {
                    survey.giveUp(new UnknownNodeException(node));
                }
            });
        }
    }

    private Future<Void> explainSilence(String node) {
        return known(node)
                .compose(known -> Future.failedFuture(
                        known
                                ? new SurveyFailedException("node " + node + " cannot be reached at the moment")
                                : new UnknownNodeException(node)));
    }

    private Future<Boolean> known(String node) {
        return registry.list()
                .map(nodes -> node.equals(nodeId)
                        || nodes.stream().anyMatch(record -> record.id().equals(node)));
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
            log.debug(PEER, "undecodable control message channel={} bytes={}", redisChannel, bytes.length());
            return;
        }
        switch (message.kind()) {
            case QUESTION -> answer(message);
            case ORDER -> actions.carryOut(message.name(), message.body());
            case ANSWER, FAILURE -> {
                Survey survey = surveys.get(message.id());
                if (survey != null) {
                    survey.take(message);
                }
            }
        }
    }

    private void answer(ControlMessage question) {
        if (!NODE_ID.matcher(question.from()).matches()) {
            return;
        }
        answers.answer(question.name(), question.body())
                .map(body -> new ControlMessage(ControlMessage.Kind.ANSWER, question.id(), nodeId, "", body))
                .otherwise(cause ->
                        new ControlMessage(ControlMessage.Kind.FAILURE, question.id(), nodeId, "", Buffer.buffer()))
                .compose(answer -> send(nodeChannelPrefix + question.from(), answer))
                .onFailure(cause ->
                        log.debug(PEER, "answer not sent node={} cause={}", question.from(), cause.toString()));
    }

    private Future<Response> send(String redisChannel, ControlMessage message) {
        return commands.send(
                redisChannel, Request.cmd(Command.PUBLISH).arg(redisChannel).arg(message.encode()));
    }
}
