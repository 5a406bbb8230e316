package io.sluice.gateway.session;

import static io.sluice.gateway.session.TestClient.error;
import static io.sluice.gateway.session.TestClient.publishing;
import static io.sluice.gateway.session.TestClient.subscribing;
import static io.sluice.gateway.session.TestClient.temporaryError;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishTest {

    /** Longest data: a string of 98 letters and its quotes. */
    private static final String LARGEST = "\"" + "x".repeat(TestNode.MAX_PUBLICATION_BYTES - 2) + "\"";

    @RegisterExtension
    final TestNode node = new TestNode();

    @Test
    void aPublicationCarriesItsPublisherAndTheTime() {
        TestClient client = node.connected();
        client.send(publishing(2, "news", "{\"a\": 1}"));
        client.expect("{\"id\":2,\"publish\":{}}");
        node.broker().assertCalls("publish news {\"a\": 1}");
        ClientInfo info = new ClientInfo("", client.session().id(), Payload.EMPTY, Payload.EMPTY);
        assertThat(node.broker().lastPublished())
                .isEqualTo(new Publication(Payload.of("{\"a\": 1}"), info, 0, Map.of(), DataForm.PLAIN, "", "", 1234));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'channel':'news'                            | 107 | bad request",
                "'channel':'news','data':null                | 107 | bad request",
                "'channel':'a-name-of-21-letters-','data':1  | 107 | bad request",
                "'channel':'nobody:1','data':1               | 102 | unknown channel",
                "'channel':'feed:1','data':1                 | 103 | permission denied",
                "'channel':'room:1','data':1                 | 103 | permission denied",
                "'channel':'shut:1','data':1                 | 103 | permission denied",
                "'channel':'news','data':1,'type':1          | 108 | not available"
            })
    void aRefusalNamesItsReason(String publish, int code, String message) {
        TestClient client = node.connected();
        client.send("{\"id\":2,\"publish\":{" + publish.replace('\'', '"') + "}}");
        client.expect(error(2, code, message));
    }

    @Test
    void dataMayBeAsLargeAsTheLimitAndNoLarger() {
        TestClient client = node.connected();
        client.send(publishing(2, "news", LARGEST), publishing(3, "news", LARGEST.replaceFirst("x", "xx")));
        client.expect("{\"id\":2,\"publish\":{}}", error(3, 107, "bad request"));
        node.broker().assertCalls("publish news " + LARGEST);
    }

    @Test
    void whereSubscribersMayPublishASubscriptionIsEnough() {
        TestClient client = node.connected().subscribe("room:1");
        client.send(publishing(3, "room:1", "1"), publishing(4, "room:2", "1"));
        client.expect("{\"id\":3,\"publish\":{}}", error(4, 103, "permission denied"));
        node.broker().assertCalls("subscribe room:1", "publish room:1 1");
    }

    @Test
    void withoutAChannelItIsABadRequest() {
        TestClient client = node.connected();
        client.send("{\"id\":2,\"publish\":{\"data\":1}}");
        client.expectClosed(3501, "bad request");
    }

    @Test
    void aBrokerThatFailsIsATemporaryError() {
        TestClient client = node.connected();
        node.broker().down(true);
        client.send(publishing(2, "news", "1"));
        client.expect(temporaryError(2));
        node.broker().assertCalls("publish news 1");
    }

    @Test
    void publishesOverlapAndAreAnsweredInTheBrokersOrder() {
        node.broker().hold();
        TestClient client = node.connected();
        client.send(publishing(2, "a", "1"), publishing(3, "b", "2"), publishing(4, "c", "3"));
        node.broker().assertCalls("publish a 1", "publish b 2", "publish c 3");
        client.expect();

        node.broker().accept("a");
        client.expect("{\"id\":2,\"publish\":{}}");
        node.broker().reject("b");
        client.expect(temporaryError(3));
        node.broker().accept("c");
        client.expect("{\"id\":4,\"publish\":{}}");
    }

    @Test
    void anAnswerFromAnotherThreadIsSentOnTheLoop() {
        node.broker().hold();
        TestClient client = node.connected();
        client.send(publishing(2, "a", "1"));
        node.broker().assertCalls("publish a 1");
        int before = client.connection().encoded();
        node.loop().elsewhere(() -> node.broker().accept("a"));
        assertThat(client.connection().encoded()).as("by the other thread").isEqualTo(before);
        node.loop().settle();
        client.expect("{\"id\":2,\"publish\":{}}");
    }

    @Test
    void noMoreThan128PublishesOverlapAndTheClientIsNotReadFromMeanwhile() {
        int most = CommandQueue.MAX_OVERLAPPING_PUBLISHES;
        assertThat(most).isEqualTo(128);
        node.broker().hold();
        TestClient client = node.connected();
        client.send(IntStream.range(0, most)
                .mapToObj(i -> publishing(2 + i, "news", "1"))
                .toArray(String[]::new));
        assertThat(node.broker().takeCalls()).hasSize(most);
        client.expect();

        client.send(publishing(1000, "news", "2"), publishing(1001, "news", "3"));
        client.expect("reading off");
        node.broker().accept("news");
        client.expect("{\"id\":2,\"publish\":{}}");
        node.broker().assertCalls("publish news 2");
        node.broker().accept("news");
        client.expect("reading on", "{\"id\":3,\"publish\":{}}");
        node.broker().assertCalls("publish news 3");

        List<String> answers = new ArrayList<>();
        for (int id = 4; id < 2 + most; id++) {
            answers.add("{\"id\":" + id + ",\"publish\":{}}");
        }
        answers.add("{\"id\":1000,\"publish\":{}}");
        answers.add("{\"id\":1001,\"publish\":{}}");
        answers.forEach(answer -> node.broker().accept("news"));
        client.expect(answers.toArray(String[]::new));
    }

    @Test
    void otherCommandsWaitForThePublishesBeforeThem() {
        node.broker().hold();
        TestClient client = node.connected();
        client.send(publishing(2, "news", "1"), subscribing(3, "news"), publishing(4, "news", "2"));
        node.broker().assertCalls("publish news 1");
        client.expect("reading off");

        node.broker().accept("news");
        node.loop().settle();
        client.expect("{\"id\":2,\"publish\":{}}");
        node.broker().assertCalls("subscribe news");

        node.broker().confirm("news");
        node.loop().settle();
        client.expect("reading on", "{\"id\":3,\"subscribe\":{}}");
        node.broker().assertCalls("publish news 2");
        node.broker().accept("news");
        client.expect("{\"id\":4,\"publish\":{}}");
    }

    @Test
    void anAnswerAfterTheCloseGoesNowhere() {
        node.broker().hold();
        TestClient client = node.connected();
        client.send(publishing(2, "news", "1"));
        node.broker().assertCalls("publish news 1");
        client.leave();
        node.broker().accept("news");
        node.loop().settle();
        client.expect();
    }
}
