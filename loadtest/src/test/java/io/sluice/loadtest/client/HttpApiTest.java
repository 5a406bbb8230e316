package io.sluice.loadtest.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.loadtest.client.FakeApi.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
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

    /** Vert.x closes a client that nobody refers to, and refuses the requests that still wait for a connection. */
    @Test
    void callsAreAnsweredThoughTheCallerHoldsTheClientNoMore() {
        AtomicInteger asked = new AtomicInteger();
        Promise<Void> gate = Promise.promise();
        HttpServer slow = server.vertx()
                .createHttpServer()
                .requestHandler(request -> {
                    asked.incrementAndGet();
                    gate.future().onSuccess(open -> request.response().end("{\"result\":{}}"));
                })
                .listen(0, "127.0.0.1")
                .await();
        List<Future<ApiReply>> replies = calls(URI.create("http://127.0.0.1:" + slow.actualPort()));
        await().until(() -> asked.get() == HttpApi.MAX_CONNECTIONS);

        Garbage.collect();
        gate.complete();

        assertThat(Future.all(replies).await().succeeded()).isTrue();
    }

    /** One more than there are connections for. */
    private List<Future<ApiReply>> calls(URI url) {
        HttpApi unheld = new HttpApi(server.vertx(), url, "");
        return IntStream.rangeClosed(0, HttpApi.MAX_CONNECTIONS)
                .mapToObj(i -> unheld.info())
                .toList();
    }

    @Test
    void errorsOfTheMomentAreToldFromLastingOnes() {
        assertThat(new ApiError(100, "internal server error").temporary()).isTrue();
        assertThat(new ApiError(111, "too many requests").temporary()).isTrue();
        assertThat(new ApiError(102, "unknown channel").temporary()).isFalse();
    }
}
