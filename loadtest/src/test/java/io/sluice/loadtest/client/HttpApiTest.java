package io.sluice.loadtest.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.loadtest.client.FakeApi.Refusal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class HttpApiTest {
    private final FakeApi server = new FakeApi();
    private final HttpApi api = server.client();

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void commandsArriveAsTheApiWantsThem() {
        api.publish("a\"b", "{\"x\":1}").await();
        api.broadcast(List.of("a", "b"), "2").await();

        assertThat(server.bodies())
                .extracting(Object::toString)
                .containsExactly(
                        "{\"channel\":\"a\\\"b\",\"data\":{\"x\":1}}", "{\"channels\":[\"a\",\"b\"],\"data\":2}");
    }

    @Test
    void anAnswerThatIsNoJsonIsAFailure() {
        server.refuse(new Refusal(500, "oops"));

        assertThatThrownBy(() -> api.info().await()).hasMessage("HTTP 500: oops");
    }

    /** What a plain thread composes runs at any time; this showed once in some hundred times. */
    @RepeatedTest(50)
    void everyAnswerArrivesHoweverTheThreadsMeet() {
        assertThat(api.publish("a", "1").await().error()).isEmpty();
        server.refuse(new Refusal(0, ""));
        assertThatThrownBy(() -> api.publish("a", "1").await()).hasMessageContaining("closed");
        assertThat(api.publish("a", "1").await().error()).isEmpty();
    }

    @Test
    void errorsOfTheMomentAreToldFromLastingOnes() {
        assertThat(new ApiError(100, "internal server error").temporary()).isTrue();
        assertThat(new ApiError(111, "too many requests").temporary()).isTrue();
        assertThat(new ApiError(102, "unknown channel").temporary()).isFalse();
    }
}
