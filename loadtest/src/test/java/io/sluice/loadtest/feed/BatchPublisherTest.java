package io.sluice.loadtest.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.loadtest.client.ApiError;
import io.sluice.loadtest.client.FakeApi;
import io.sluice.loadtest.client.FakeApi.Refusal;
import io.sluice.loadtest.client.HttpApi;
import io.sluice.loadtest.feed.BatchPublisher.Rejection;
import io.sluice.loadtest.measure.FakeTime;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchPublisherTest {
    private static final String TEMPORARY = "{\"error\":{\"code\":100,\"message\":\"internal server error\"}}";
    private static final String UNKNOWN = "{\"error\":{\"code\":102,\"message\":\"unknown channel\"}}";

    private final FakeApi server = new FakeApi();
    private final FakeTime time = new FakeTime();
    private final BatchPublisher publisher = new BatchPublisher(server.client(), server.url(), time);

    @AfterEach
    void closeServer() {
        server.close();
    }

    private static Outgoing item(String channel, int value) {
        return new Outgoing("line " + value, channel, "{\"v\":" + value + "}");
    }

    private static Outgoing item(int value) {
        return item("a", value);
    }

    @Test
    void aBatchIsOneRequestInTheOrderGiven() throws Exception {
        List<Outgoing> items = IntStream.range(0, 50).mapToObj(i -> item(i)).toList();

        assertThat(publisher.publish(items)).isEmpty();

        assertThat(server.bodies()).hasSize(1);
        assertThat(server.bodies().get(0).path("parallel").asBoolean(true)).isFalse();
        assertThat(server.published())
                .containsExactlyElementsOf(IntStream.range(0, 50)
                        .mapToObj(i -> "a={\"v\":" + i + "}")
                        .toList());
    }

    @Test
    void nothingToPublishAsksNothing() throws Exception {
        assertThat(publisher.publish(List.of())).isEmpty();
        assertThat(server.bodies()).isEmpty();
    }

    @Test
    void whatTheServerRefusesIsReportedAndNotTriedAgain() throws Exception {
        server.onPublish(params -> params.path("channel").asText().equals("bad") ? UNKNOWN : FakeApi.PUBLISHED);

        List<Rejection> rejected = publisher.publish(List.of(item(1), item("bad", 2), item(3)));

        assertThat(rejected).containsExactly(new Rejection(item("bad", 2), new ApiError(102, "unknown channel")));
        assertThat(server.bodies()).hasSize(1);
    }

    @Test
    void onlyWhatFailedForTheMomentIsTriedAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        server.onPublish(params -> calls.incrementAndGet() == 2 ? TEMPORARY : FakeApi.PUBLISHED);

        assertThat(publisher.publish(List.of(item(1), item(2), item(3)))).isEmpty();

        assertThat(server.published()).containsExactly("a={\"v\":1}", "a={\"v\":2}", "a={\"v\":3}", "a={\"v\":2}");
        assertThat(time.sleptUntil()).containsExactly(100_000_000L);
    }

    @Test
    void aTemporaryErrorThatStaysIsReportedAfterSevenAttemptsWithGrowingPauses() throws Exception {
        server.onPublish(params -> TEMPORARY);

        List<Rejection> rejected = publisher.publish(List.of(item(1)));

        assertThat(rejected).containsExactly(new Rejection(item(1), new ApiError(100, "internal server error")));
        assertThat(server.bodies()).hasSize(BatchPublisher.MAX_ATTEMPTS);
        assertThat(time.nanos()).isEqualTo(6_300_000_000L);
    }

    @Test
    void aServerThatIsUnavailableForAMomentIsWaitedFor() throws Exception {
        server.refuse(new Refusal(503, "no backend"), new Refusal(502, ""));

        assertThat(publisher.publish(List.of(item(1)))).isEmpty();

        assertThat(server.published()).containsExactly("a={\"v\":1}");
    }

    @Test
    void aConnectionThatBreaksIsTriedAgainOnceTheServerHasAnswered() throws Exception {
        publisher.publish(List.of(item(1)));
        server.refuse(new Refusal(0, ""));

        assertThat(publisher.publish(List.of(item(2)))).isEmpty();

        assertThat(server.published()).containsExactly("a={\"v\":1}", "a={\"v\":2}");
    }

    @Test
    void aServerThatIsNotThereEndsItAtOnceWithAdvice() {
        URI nowhere = URI.create("http://127.0.0.1:1");
        BatchPublisher lost = new BatchPublisher(new HttpApi(server.vertx(), nowhere, ""), nowhere, time);

        assertThatExceptionOfType(FeedAbortedException.class)
                .isThrownBy(() -> lost.publish(List.of(item(1))))
                .withMessageContaining("cannot reach http://127.0.0.1:1")
                .withMessageContaining("Connection refused")
                .withMessageContaining("./sluice demo");
        assertThat(time.sleptUntil()).isEmpty();
    }

    @Test
    void aKeyThatIsRefusedEndsItWithAdvice() {
        server.refuse(new Refusal(401, "Unauthorized"));

        assertThatExceptionOfType(FeedAbortedException.class)
                .isThrownBy(() -> publisher.publish(List.of(item(1))))
                .withMessageContaining("refuses the API key")
                .withMessageContaining("--api-key");
    }

    @Test
    void aServerWithoutTheApiEndsItWithAdvice() {
        server.refuse(new Refusal(404, "<html>not\nfound</html>"));

        assertThatExceptionOfType(FeedAbortedException.class)
                .isThrownBy(() -> publisher.publish(List.of(item(1))))
                .withMessageContaining("there is no HTTP API at")
                .withMessageContaining("HTTP 404: <html>not found</html>");
    }

    @Test
    void theKeyIsSent() throws Exception {
        HttpApi withKey = new HttpApi(server.vertx(), server.url(), "secret");

        new BatchPublisher(withKey, server.url(), time).publish(List.of(item(1)));

        assertThat(server.keys()).containsExactly("secret");
    }
}
