package io.sluice.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.PublishOptions;
import io.sluice.gateway.broker.PublishResult;
import io.sluice.gateway.broker.StreamLimits;
import io.sluice.gateway.channel.ChannelLookup;
import io.sluice.gateway.channel.ChannelName;
import io.sluice.gateway.fakes.FakeBroker;
import io.sluice.gateway.fakes.TestOptions;
import io.sluice.gateway.history.Streams;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublisherTest {

    private static final Payload DATA = Payload.of("{\"a\":1}");
    private static final StreamLimits LIMITS = new StreamLimits(5, Duration.ofSeconds(60), Duration.ofDays(30));

    private final FakeBroker broker = new FakeBroker();
    private final Publisher publisher = new Publisher(broker, new Streams(Duration.ofDays(30)), 10, () -> 1234);

    @Test
    void aPublicationIsStampedAndNamesItsSender() {
        ClientInfo sender = new ClientInfo("u", "c", Payload.EMPTY, Payload.EMPTY);
        publisher.publish(channel("news:a", "news"), PublishRequest.of(DATA, sender));
        broker.assertCalls("publish news:a {\"a\":1}");
        assertThat(broker.lastPublished())
                .isEqualTo(new Publication(DATA, sender, 0, Map.of(), DataForm.PLAIN, "", "", 1234));
        assertThat(broker.lastPublishOptions()).isEqualTo(PublishOptions.PLAIN);
    }

    @Test
    void theOptionsOfTheChannelSayWhatIsKeptAndWhereElseItGoes() {
        publisher.publish(
                channel(
                        "news:a",
                        "news",
                        "history_size=5",
                        "history_ttl=60s",
                        "delta_publish=true",
                        "allow_wildcard=true"),
                PublishRequest.of(DATA, null));
        assertThat(broker.lastPublishOptions())
                .isEqualTo(new PublishOptions(Optional.of(LIMITS), "", 0, "", true, "news"));
    }

    @Test
    void theRequestSaysTheRest() {
        ChannelLookup.Found channel = channel("news:a", "news", "history_size=5", "history_ttl=60s");
        publisher.publish(channel, new PublishRequest(DATA, null, Map.of("t", "1"), true, "key", true, 7, "v"));
        assertThat(broker.lastPublishOptions())
                .isEqualTo(new PublishOptions(Optional.empty(), "key", 7, "v", true, ""));
        assertThat(broker.lastPublished().tags()).containsExactly(Map.entry("t", "1"));
    }

    @Test
    void theResultIsTheBrokers() {
        PublishResult result = PublishResult.published(new StreamPosition(3, "epoch"));
        broker.publishResult(result);
        assertThat(publisher
                        .publish(channel("a", ""), PublishRequest.of(DATA, null))
                        .result())
                .isEqualTo(result);
    }

    @Test
    void dataHaveALimitAndTheFormOfTheirNamespace() {
        ChannelLookup.Found any = channel("a", "");
        assertThat(publisher.refusal(any, Payload.of("1234567890"))).isEmpty();
        assertThat(publisher.refusal(any, Payload.of("12345678901"))).contains(ErrorCode.BAD_REQUEST);
        assertThat(publisher.refusal(any, Payload.EMPTY)).contains(ErrorCode.BAD_REQUEST);
        assertThat(publisher.refusal(any, Payload.binary(new byte[] {1}))).isEmpty();
        ChannelLookup.Found objects = channel("ob:a", "ob", "publication_data_format=json_object");
        assertThat(publisher.refusal(objects, Payload.of("[1]"))).contains(ErrorCode.BAD_REQUEST);
        assertThat(publisher.refusal(objects, Payload.of("{}"))).isEmpty();
        ChannelLookup.Found bytes = channel("by:a", "by", "publication_data_format=binary");
        assertThat(publisher.refusal(bytes, Payload.EMPTY)).isEmpty();
        assertThat(publisher.refusal(bytes, Payload.binary(new byte[11]))).contains(ErrorCode.BAD_REQUEST);
    }

    @Test
    void patternsAreNamesToListenToAndNotToPublishIn() {
        assertThat(publisher.refusal(channel("wild:a*", "wild", "allow_wildcard=true"), DATA))
                .contains(ErrorCode.BAD_REQUEST);
        assertThat(publisher.refusal(channel("tame:a*", "tame"), DATA)).isEmpty();
        assertThat(publisher.refusal(channel("wild:a", "wild", "allow_wildcard=true"), DATA))
                .isEmpty();
    }

    @Test
    void aVersionIsNeverNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PublishRequest(DATA, null, Map.of(), false, "", false, -1, ""));
    }

    private static ChannelLookup.Found channel(String name, String namespace, String... options) {
        return new ChannelLookup.Found(new ChannelName(name), TestOptions.of(namespace, options));
    }
}
