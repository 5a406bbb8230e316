package io.sluice.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.loadtest.client.FakeApi;
import io.sluice.loadtest.feed.RandomWalk;
import io.sluice.loadtest.feed.Symbols;
import io.sluice.loadtest.measure.FakeTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DemoFeedTest {
    private final FakeApi server = new FakeApi();
    private final FakeTime time = new FakeTime();
    private final RandomWalk walk = new RandomWalk(Symbols.invent(10, 1), 1);
    private final DemoFeed feed = new DemoFeed(server.vertx(), walk, "ticker.", 500, server::url, time);

    @AfterEach
    void stop() {
        feed.stop().await();
        server.close();
    }

    private List<JsonNode> published() {
        List<JsonNode> all = new ArrayList<>();
        server.bodies().forEach(body -> body.path("commands").forEach(command -> all.add(command.path("publish"))));
        return all;
    }

    @Test
    void everyPriceGoesToTheChannelOfItsSymbolWithItsDueTime() {
        feed.start().await();

        await().until(() -> published().size() > 200);

        List<JsonNode> prices = published();
        for (int i = 0; i < 200; i++) {
            JsonNode data = prices.get(i).path("data");
            assertThat(prices.get(i).path("channel").asText())
                    .isEqualTo("ticker." + data.path("symbol").asText());
            assertThat(data.path("time").asLong()).isBetween(i * 2L - 1, i * 2L + 1);
        }
    }

    @Test
    void aServerThatRefusesForAMomentDoesNotEndTheFeed() {
        server.refuse(new FakeApi.Refusal(503, "starting"), new FakeApi.Refusal(404, "gone"));

        feed.start().await();

        await().until(() -> published().size() > 20);
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DemoOptions("127.0.0.1", 8000, 0, 200, 500, 1))
                .withMessage("--nodes: expected 1 to 16 but was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DemoOptions("127.0.0.1", 8000, 2, 513, 500, 1))
                .withMessage("--symbols: expected 1 to 512 but was 513");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DemoOptions("127.0.0.1", 8000, 2, 200, 0, 1))
                .withMessage("--rate: expected more than 0 and at most 20000 but was 0.0");
    }
}
