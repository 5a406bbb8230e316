package io.sluice.gateway.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisSettings;
import io.sluice.common.redis.TestRedis;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.BrokerContract;
import io.sluice.gateway.testing.RawRedis;
import io.sluice.gateway.testing.RecordingBrokerListener;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link RedisBroker} keeps the promises of all brokers, and understands what other programs publish. */
class RedisBrokerIT extends BrokerContract {

    private static final int MAX_PUBLICATION_BYTES = 2_000_000;

    private final RedisSettings settings = new RedisSettings(
            TestRedis.shared().uri(),
            "test-" + UUID.randomUUID(),
            TestRedis.shared().settings().connectTimeout(),
            TestRedis.shared().settings().commandTimeout());

    @Override
    protected Broker newBroker() {
        return new RedisNode(vertx, settings, MAX_PUBLICATION_BYTES);
    }

    @Override
    protected Broker peerOf(Broker broker) {
        RedisNode peer = new RedisNode(vertx, settings, MAX_PUBLICATION_BYTES);
        peer.listener(new RecordingBrokerListener());
        Outcomes.of(peer.start());
        return peer;
    }

    static Stream<Arguments> foreignMessages() {
        return Stream.of(
                Arguments.of("{\"a\":1}", "{\"a\":1}"),
                Arguments.of("  7\n", "7"),
                Arguments.of("\"text\"", "\"text\""),
                Arguments.of("{\r\n  \"a\": [\n    1,\r    2\n  ]\n}\n", "{  \"a\": [    1,    2  ]}"));
    }

    @ParameterizedTest
    @MethodSource("foreignMessages")
    void jsonThatAnybodyPublishesIsAPublicationInOneLine(String message, String data) {
        Outcomes.of(broker().subscribe(channel));

        publishRaw(Buffer.buffer(message));

        awaitData(channel, List.of(data));
        assertThat(listener.publications(channel).get(0).info()).isNull();
    }

    static Stream<Arguments> undecodableMessages() {
        return Stream.of(
                Arguments.of("nothing", Buffer.buffer()),
                Arguments.of("blanks", Buffer.buffer(" \n ")),
                Arguments.of("null", Buffer.buffer("null")),
                Arguments.of("plain text", Buffer.buffer("hello")),
                Arguments.of("half a value", Buffer.buffer("{\"a\":")),
                Arguments.of("two values", Buffer.buffer("{} {}")),
                Arguments.of("text that is not UTF-8", Buffer.buffer(new byte[] {'"', (byte) 0xFF, '"'})),
                Arguments.of("too deep", Buffer.buffer("[".repeat(1000) + "]".repeat(1000))),
                Arguments.of("too large", Buffer.buffer("\"" + "x".repeat(MAX_PUBLICATION_BYTES) + "\"")),
                Arguments.of("the mark of an envelope alone", Buffer.buffer(new byte[] {1})),
                Arguments.of("an envelope without data", Buffer.buffer(new byte[] {1, 2, 0, 0, 0, 1, 'u'})),
                Arguments.of("an envelope cut in a length", Buffer.buffer(new byte[] {1, 2, 0, 0})),
                Arguments.of("an envelope cut in a value", Buffer.buffer(new byte[] {1, 2, 0, 0, 0, 9, 'u', 0})),
                Arguments.of("an envelope with a negative length", Buffer.buffer(new byte[] {1, 2, -1, -1, -1, -1, 0})),
                Arguments.of("an envelope with a short time", Buffer.buffer(new byte[] {1, 1, 0, 0, 0, 1, 5, 0, '7'})));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("undecodableMessages")
    void messagesThatNobodyCanReadAreCountedAndDropped(String what, Buffer message) {
        long before = undecodable();
        Outcomes.of(broker().subscribe(channel));

        publishRaw(message);
        publishRaw(Buffer.buffer("\"good\""));

        awaitData(channel, List.of("\"good\""));
        assertThat(undecodable() - before).isEqualTo(1);
    }

    @Test
    void unknownFieldsOfAnEnvelopeAreSkipped() {
        Outcomes.of(broker().subscribe(channel));

        publishRaw(Buffer.buffer(new byte[] {1, 99, 0, 0, 0, 2, 'x', 'y', 0}).appendBytes("{}".getBytes(UTF_8)));

        awaitData(channel, List.of("{}"));
    }

    @Test
    void unsubscribedChannelIsGivenUpInRedis() {
        Outcomes.of(broker().subscribe(channel));
        assertThat(publishRaw(Buffer.buffer("1"))).isEqualTo(1);

        Outcomes.of(broker().unsubscribe(channel));

        assertThat(publishRaw(Buffer.buffer("2"))).isZero();
    }

    @Test
    void stoppedBrokerIsNotReadyAndLeavesNoSubscription() {
        Outcomes.of(broker().subscribe(channel));

        Outcomes.of(peer().stop());
        Outcomes.of(((RedisNode) broker()).stop());

        assertThat(broker().ready()).isFalse();
        try (var redis = new RawRedis(TestRedis.shared().uri())) {
            await().until(() -> redis.publish(settings.prefix() + ".client." + channel, "1") == 0);
        }
    }

    private long undecodable() {
        return ((RedisNode) broker()).undecodable();
    }

    /** Publishes as any Redis client would, and says how many heard it. */
    private int publishRaw(Buffer message) {
        RedisNode publisher = (RedisNode) peer();
        return Outcomes.of(publisher
                        .commands()
                        .send(
                                "",
                                Request.cmd(Command.PUBLISH)
                                        .arg(settings.prefix() + ".client." + channel)
                                        .arg(message)))
                .toInteger();
    }
}
