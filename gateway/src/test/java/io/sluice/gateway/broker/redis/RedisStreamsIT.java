package io.sluice.gateway.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisSettings;
import io.sluice.common.redis.TestRedis;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.LostStreamContract;
import io.sluice.gateway.broker.PublishOptions;
import io.sluice.gateway.broker.PublishResult.Suppression;
import io.sluice.gateway.broker.StreamLimits;
import io.sluice.gateway.testing.RecordingBrokerListener;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@link RedisBroker} keeps the promises of all brokers about streams; and what its keys in Redis are. */
class RedisStreamsIT extends LostStreamContract {

    private static final int MAX_PUBLICATION_BYTES = 2_000_000;
    private static final StreamLimits LIMITS = new StreamLimits(10, Duration.ofMinutes(1), Duration.ofHours(1));

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

    @Test
    void everyKeyExpires() {
        publish(new PublishOptions(Optional.of(LIMITS), "once", 7, "v", false, ""));

        assertThat(millisLeft("stream." + channel)).isBetween(1L, 60_000L);
        assertThat(millisLeft("meta." + channel)).isBetween(60_001L, 3_600_000L);
        assertThat(millisLeft("result." + channel.length() + "." + channel + ".once"))
                .isBetween(60_001L, 300_000L);
    }

    @Test
    void readingAnUnknownStreamLeavesAKeyThatExpires() {
        all();

        assertThat(millisLeft("meta." + channel)).isBetween(60_001L, 3_600_000L);
        assertThat(millisLeft("stream." + channel)).as("no such key").isEqualTo(-2);
    }

    @Test
    void leftoversOfAnotherLifeAreNotRead() {
        publish(new PublishOptions(Optional.of(LIMITS), "", 0, "", false, ""));
        publish(new PublishOptions(Optional.of(LIMITS), "", 0, "", false, ""));
        String before = all().top().epoch();
        send(Request.cmd(Command.DEL).arg(key("meta." + channel)));

        HistoryPage page = all();

        assertThat(page.publications()).isEmpty();
        assertThat(page.top().offset()).isZero();
        assertThat(page.top().epoch()).isNotEqualTo(before);
    }

    @Test
    void leftoversOfAnotherLifeAreNotPublishedInto() {
        publish(new PublishOptions(Optional.of(LIMITS), "", 0, "", false, ""));
        publish(new PublishOptions(Optional.of(LIMITS), "", 9, "", false, ""));
        send(Request.cmd(Command.DEL).arg(key("meta." + channel)));

        publish(new PublishOptions(Optional.of(LIMITS), "", 1, "", false, ""));

        assertThat(all().publications()).hasSize(1);
        assertThat(all().top().offset()).isEqualTo(1);
    }

    @Test
    void offsetsBeyondWhatADoubleShowsInFullStayExact() {
        publish(new PublishOptions(Optional.of(LIMITS), "", 0, "", false, ""));
        send(Request.cmd(Command.HSET).arg(key("meta." + channel)).arg("s").arg("123456789012344"));

        publish(new PublishOptions(Optional.of(LIMITS), "", 0, "", false, ""));

        assertThat(all().top().offset()).isEqualTo(123_456_789_012_345L);
        assertThat(all().publications().get(1).offset()).isEqualTo(123_456_789_012_345L);
    }

    @Test
    void entriesThatNobodyCanReadAreLeftOut() {
        publish(new PublishOptions(Optional.of(LIMITS), "", 0, "", false, ""));
        send(Request.cmd(Command.XADD)
                .arg(key("stream." + channel))
                .arg("2-0")
                .arg("p")
                .arg("rubbish"));
        long before = ((RedisNode) broker()).undecodable();

        assertThat(all().publications()).hasSize(1);
        assertThat(((RedisNode) broker()).undecodable() - before).isEqualTo(1);
    }

    @Test
    void scriptsSurviveThatRedisForgetsThem() {
        publish(new PublishOptions(Optional.of(LIMITS), "", 0, "", false, ""));
        all();
        send(Request.cmd(Command.SCRIPT).arg("FLUSH"));

        publish(new PublishOptions(Optional.of(LIMITS), "", 0, "", false, ""));

        assertThat(all().top().offset()).isEqualTo(2);
    }

    @Test
    void whatGoesIntoAFeedWithoutAnEnvelopeIsDropped() {
        Outcomes.of(broker().subscribeFeed(channel));
        long before = ((RedisNode) broker()).undecodable();

        send(Request.cmd(Command.PUBLISH).arg(key("feed." + channel)).arg("{}"));
        Outcomes.of(
                peer().publish("x", publication(), new PublishOptions(Optional.empty(), "", 0, "", false, channel)));

        await().until(() -> listener.fed(channel).size() == 1);
        assertThat(((RedisNode) broker()).undecodable() - before).isEqualTo(1);
    }

    private void publish(PublishOptions options) {
        assertThat(Outcomes.of(peer().publish(channel, publication(), options)).suppression())
                .isEqualTo(Suppression.NONE);
    }

    private static Publication publication() {
        return new Publication(Payload.of("1"), null, 0, Map.of(), DataForm.PLAIN, "", "", 0);
    }

    private String key(String name) {
        return settings.prefix() + "." + name;
    }

    private long millisLeft(String name) {
        return send(Request.cmd(Command.PTTL).arg(key(name))).toLong();
    }

    private Response send(Request request) {
        return Outcomes.of(((RedisNode) peer()).commands().send("", request));
    }
}
