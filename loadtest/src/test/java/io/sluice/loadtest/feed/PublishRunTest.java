package io.sluice.loadtest.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.loadtest.client.FakeApi;
import io.sluice.loadtest.feed.PublishRun.Tally;
import io.sluice.loadtest.measure.FakeTime;
import io.sluice.loadtest.measure.TimeSource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishRunTest implements PublishRun.Observer {
    private final FakeApi server = new FakeApi();
    private final List<String> complaints = new ArrayList<>();
    private final List<Tally> progress = new ArrayList<>();

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Override
    public void rejected(String complaint) {
        complaints.add(complaint);
    }

    @Override
    public void progress(Tally tally) {
        progress.add(tally);
    }

    private PublishRun run(ChannelRule rule, TimeSource time) {
        return new PublishRun(new BatchPublisher(server.client(), server.url(), time), rule, time, this);
    }

    private Tally publish(ChannelRule rule, String input) throws Exception {
        return run(rule, TimeSource.system()).run(stream(input), Optional.empty());
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    @Test
    void everyLineGoesToTheOneChannel() throws Exception {
        Tally tally = publish(new ChannelRule.Fixed("news"), "{\"a\":1}\n{\"a\":2.50}\n");

        assertThat(tally).isEqualTo(new Tally(2, 0));
        assertThat(server.published()).containsExactly("news={\"a\":1}", "news={\"a\":2.5}");
    }

    @Test
    void everyLineGoesToTheChannelThatItsFieldNames() throws Exception {
        publish(new ChannelRule.FromField("s", "ticker."), "{\"s\":\"ACME\"}\n{\"s\":\"B C\"}\n{\"s\":7}");

        assertThat(server.published())
                .containsExactly("ticker.ACME={\"s\":\"ACME\"}", "ticker.B C={\"s\":\"B C\"}", "ticker.7={\"s\":7}");
    }

    @Test
    void manyLinesArriveInOrderInBatchesOfBoundedLength() throws Exception {
        String input =
                IntStream.range(0, 2500).mapToObj(i -> "{\"v\":" + i + "}").collect(Collectors.joining("\n"));

        assertThat(publish(new ChannelRule.Fixed("a"), input)).isEqualTo(new Tally(2500, 0));

        assertThat(server.published())
                .containsExactlyElementsOf(IntStream.range(0, 2500)
                        .mapToObj(i -> "a={\"v\":" + i + "}")
                        .toList());
        assertThat(server.bodies())
                .allSatisfy(body -> assertThat(body.path("commands").size()).isBetween(1, LineQueue.MAX_BATCH_LINES));
    }

    @Test
    void longLinesTravelInSmallBatches() throws Exception {
        String line = "{\"v\":\"" + "x".repeat(20_000) + "\"}\n";

        assertThat(publish(new ChannelRule.Fixed("a"), line.repeat(10))).isEqualTo(new Tally(10, 0));

        assertThat(server.bodies())
                .allSatisfy(body -> assertThat(body.path("commands").size()).isLessThanOrEqualTo(2));
    }

    @Test
    void badLinesAndRefusedOnesAreCountedWithTheirNumbers() throws Exception {
        server.onPublish(params -> params.path("channel").asText().equals("x:y")
                ? "{\"error\":{\"code\":102,\"message\":\"unknown channel\"}}"
                : FakeApi.PUBLISHED);

        Tally tally = publish(
                new ChannelRule.FromField("c", ""),
                """
                {"c":"a"}
                oops

                {"c":"x:y"}
                {"d":1}
                {"c":"b"}
                """);

        assertThat(tally).isEqualTo(new Tally(2, 3));
        assertThat(complaints)
                .containsExactlyInAnyOrder(
                        "line 2: not JSON: Unrecognized token 'oops'",
                        "line 4, channel x:y: 102 unknown channel",
                        "line 5: no text or number in its field c");
        assertThat(server.published()).containsExactly("a={\"c\":\"a\"}", "x:y={\"c\":\"x:y\"}", "b={\"c\":\"b\"}");
    }

    @Test
    void aRateIsKeptByWaitingForEachLinesDueTime() throws Exception {
        FakeTime time = new FakeTime();

        run(new ChannelRule.Fixed("a"), time).run(stream("{}\n".repeat(5)), Optional.of(100.0));

        assertThat(time.sleptUntil()).containsExactly(0L, 10_000_000L, 20_000_000L, 30_000_000L, 40_000_000L);
    }

    @Test
    void progressIsReportedOnceASecond() throws Exception {
        FakeTime time = new FakeTime();

        run(new ChannelRule.Fixed("a"), time).run(stream("{}\n".repeat(301)), Optional.of(100.0));

        assertThat(progress).hasSizeBetween(1, 3);
    }
}
