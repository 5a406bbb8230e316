package io.sluice.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.loadtest.client.FakeApi;
import io.sluice.loadtest.load.PublishPort.Outgoing;
import io.sluice.loadtest.measure.FakeTime;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiPortTest {
    private static final long A_MINUTE = 60_000_000_000L;

    private final FakeApi api = new FakeApi();
    private final FakeTime time = new FakeTime();
    private final ApiPort port = new ApiPort(api.url(), "", time);

    @AfterEach
    void close() {
        port.close();
        api.close();
    }

    private static List<Outgoing> batch(String... channels) {
        return List.of(channels).stream()
                .map(channel -> new Outgoing(channel, "{\"n\":1}"))
                .toList();
    }

    @Test
    void aBatchIsPublishedInItsOrder() throws Exception {
        assertThat(port.publish(batch("a", "b"))).isZero();
        assertThat(port.publish(batch("c"))).isZero();

        assertThat(api.published()).containsExactly("a={\"n\":1}", "b={\"n\":1}", "c={\"n\":1}");
        assertThat(api.bodies()).hasSize(2);
        assertThat(api.keys()).containsExactly("", "");
    }

    @Test
    void theKeyGoesWithEveryRequest() throws Exception {
        try (ApiPort keyed = new ApiPort(api.url(), "secret", time)) {
            keyed.publish(batch("a"));
        }

        assertThat(api.keys()).containsExactly("secret");
    }

    @Test
    void whatTheServerRefusesIsCounted() throws Exception {
        api.onPublish(params -> params.path("channel").asText().equals("b")
                ? "{\"error\":{\"code\":102,\"message\":\"unknown channel\"}}"
                : FakeApi.PUBLISHED);

        assertThat(port.publish(batch("a", "b", "c", "b"))).isEqualTo(2);
    }

    @Test
    void aRefusedRequestIsAnErrorInWordsAndNotTriedAgain() {
        api.refuse(new FakeApi.Refusal(401, "no key"));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> port.publish(batch("a")))
                .withMessage("cannot publish through " + api.url() + "/api: the server answered 401 no key");
        assertThat(api.published()).isEmpty();
    }

    @Test
    void aConnectionThatTheServerClosedIsAnErrorInWords() {
        api.refuse(new FakeApi.Refusal(0, ""));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> port.publish(batch("a")))
                .withMessageContaining("cannot publish through " + api.url() + "/api: ");
    }

    @Test
    void afterALongRestANewConnectionIsTaken() throws Exception {
        port.publish(batch("a"));
        time.sleepUntil(A_MINUTE);

        assertThat(port.publish(batch("b"))).isZero();
    }

    @Test
    void nobodyListeningIsAnErrorInWords() {
        api.close();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> port.publish(batch("a")))
                .withMessageContaining("refused");
    }
}
