package io.sluice.gateway.session;

import static io.sluice.gateway.session.TestClient.error;
import static io.sluice.gateway.session.TestClient.pushed;
import static io.sluice.gateway.session.TestClient.subscribing;
import static io.sluice.gateway.session.TestClient.temporaryError;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscribeTest {

    private static final String TOO_LONG = "a-name-of-21-letters-";

    @RegisterExtension
    final TestNode node = new TestNode();

    @Test
    void aSubscriberIsAnsweredAndThenReceives() {
        TestClient client = node.connected();
        client.send(subscribing(2, "news"));
        client.expect("{\"id\":2,\"subscribe\":{}}");
        node.broker().assertCalls("subscribe news");
        node.publication("news", "{\"a\":1}");
        client.expect(pushed("news", "{\"a\":1}"));
    }

    @Test
    void theReplyComesAheadOfPublicationsThatWaitedForIt() {
        node.broker().hold();
        TestClient client = node.connected();
        client.send(subscribing(2, "news"));
        node.broker().assertCalls("subscribe news");
        client.expect();

        node.broker().confirm("news");
        node.publication("news", "1");
        client.expect("{\"id\":2,\"subscribe\":{}}", pushed("news", "1"));
    }

    @Test
    void whoseChannelTheBrokerGaveUpIsToldAndMaySubscribeAgain() {
        TestClient client = node.connected();
        client.send("{\"id\":2,\"subscribe\":{\"channel\":\"news\"}}");
        node.broker().assertCalls("subscribe news");
        client.expect("{\"id\":2,\"subscribe\":{}}");
        node.broker().lose("news");
        client.expect(
                "{\"push\":{\"channel\":\"news\",\"unsubscribe\":{\"code\":2500,\"reason\":\"insufficient state\"}}}");
        node.publication("news", "1");
        client.expect();
        client.send("{\"id\":9,\"subscribe\":{\"channel\":\"news\"}}");
        node.broker().assertCalls("subscribe news");
        node.publication("news", "2");
        client.expect("{\"id\":9,\"subscribe\":{}}", pushed("news", "2"));
    }

    @Test
    void whatTheServerGrantsToNobodyIsSilentlyNotGranted() {
        TestClient client = node.connected();
        client.send(
                "{\"id\":2,\"subscribe\":{\"channel\":\"news\",\"positioned\":true,\"recoverable\":true,"
                        + "\"recover\":true,\"epoch\":\"x\",\"offset\":5,\"join_leave\":true,\"delta\":\"fossil\",\"flag\":3}}");
        client.expect("{\"id\":2,\"subscribe\":{}}");
        node.broker().assertCalls("subscribe news");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"channel\":\"\"}", "{\"channel\":\"news\",\"delta\":\"other\"}"})
    void withoutAChannelOrWithAnUnknownDeltaItIsABadRequest(String subscribe) {
        TestClient client = node.connected();
        client.send("{\"id\":2,\"subscribe\":" + subscribe + "}");
        client.expectClosed(3501, "bad request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'channel':'" + TOO_LONG + "'                 | 107 | bad request",
                "'channel':'caf\u00e9'                        | 107 | bad request",
                "'channel':'a\\nb'                            | 107 | bad request",
                "'channel':'nobody:1'                         | 102 | unknown channel",
                "'channel':'shut:1'                           | 103 | permission denied",
                "'channel':'$news'                            | 103 | permission denied",
                "'channel':'news','token':'abc'               | 103 | permission denied",
                "'channel':'news','tf':{'op':'eq'}            | 107 | bad request",
                "'channel':'news','type':1                    | 108 | not available",
                "'channel':'news','type':3                    | 108 | not available",
                "'channel':'news','type':4                    | 108 | not available"
            })
    void aRefusalNamesItsReason(String subscribe, int code, String message) {
        TestClient client = node.connected();
        client.send("{\"id\":2,\"subscribe\":{" + subscribe.replace('\'', '"') + "}}");
        client.expect(error(2, code, message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // What is wrong twice is refused for the first reason of this order.
                "'channel':'" + TOO_LONG + "','type':4        | 108 | not available",
                "'channel':'one','type':4                     | 108 | not available",
                "'channel':'" + TOO_LONG + "','token':'abc'   | 107 | bad request",
                "'channel':'one'                              | 105 | already subscribed",
                "'channel':'one','token':'abc'                | 105 | already subscribed",
                "'channel':'nobody:1'                         | 106 | limit exceeded",
                "'channel':'shut:1'                           | 106 | limit exceeded",
                "'channel':'four'                             | 106 | limit exceeded",
                "'channel':'four','type':1                    | 106 | limit exceeded",
            })
    void withAllChannelsTakenTheChecksComeInTheirOrder(String subscribe, int code, String message) {
        TestClient client = node.connected();
        client.subscribe("one").subscribe("two").subscribe("three");
        node.broker().assertCalls("subscribe one", "subscribe two", "subscribe three");
        client.send("{\"id\":9,\"subscribe\":{" + subscribe.replace('\'', '"') + "}}");
        client.expect(error(9, code, message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'channel':'nobody:1','token':'abc','type':1  | 102 | unknown channel",
                "'channel':'shut:1','tf':{'op':'eq'}          | 103 | permission denied",
                "'channel':'shut:1','type':1                  | 103 | permission denied",
                "'channel':'news','tf':{'op':'eq'},'type':1   | 107 | bad request"
            })
    void withRoomLeftTheChecksComeInTheirOrder(String subscribe, int code, String message) {
        TestClient client = node.connected();
        client.send("{\"id\":9,\"subscribe\":{" + subscribe.replace('\'', '"') + "}}");
        client.expect(error(9, code, message));
    }

    @Test
    void anUnsubscribeMakesRoomBelowTheLimit() {
        TestClient client = node.connected();
        client.subscribe("one").subscribe("two").subscribe("three");
        client.send("{\"id\":3,\"unsubscribe\":{\"channel\":\"two\"}}");
        client.expect("{\"id\":3,\"unsubscribe\":{}}");
        client.subscribe("four");
        node.broker().assertCalls("subscribe one", "subscribe two", "subscribe three", "subscribe four");
    }

    @Test
    void theSameChannelTwiceInOneFrameIsSubscribedOnce() {
        TestClient client = node.connected();
        client.send(subscribing(2, "news"), subscribing(3, "news"));
        client.expect("reading off", "reading on", "{\"id\":2,\"subscribe\":{}}", error(3, 105, "already subscribed"));
        node.broker().assertCalls("subscribe news");
    }

    @Test
    void aBrokerThatRefusesIsATemporaryErrorAndALaterTryWorks() {
        TestClient client = node.connected();
        node.broker().down(true);
        client.send(subscribing(2, "news"));
        client.expect(temporaryError(2));
        node.broker().assertCalls("subscribe news");

        node.broker().down(false);
        client.send(subscribing(3, "news"));
        client.expect("{\"id\":3,\"subscribe\":{}}");
        node.broker().assertCalls("subscribe news");
    }

    @Test
    void manyClientsShareOneSubscriptionAtTheBrokerAndOneFrame() {
        TestClient first = node.connected().subscribe("news");
        TestClient second = node.connected().subscribe("news");
        node.broker().assertCalls("subscribe news");
        int made = node.frames().made();
        node.publication("news", "1");
        first.expect(pushed("news", "1"));
        second.expect(pushed("news", "1"));
        // Each test client has a format object of its own, but of the same index: what counts is the index.
        assertThat(node.frames().made()).isEqualTo(made + 1);
    }

    @Test
    void anUnsubscribedClientReceivesNothingMore() {
        TestClient client = node.connected().subscribe("news");
        client.send("{\"id\":3,\"unsubscribe\":{\"channel\":\"news\"}}");
        client.expect("{\"id\":3,\"unsubscribe\":{}}");
        node.publication("news", "1");
        client.expect();
        node.loop().elapse(1000);
        node.broker().assertCalls("subscribe news", "unsubscribe news");
    }

    @ParameterizedTest
    @ValueSource(strings = {"news", "nobody:1", "$secret", TOO_LONG, "caf\u00e9"})
    void anUnsubscribeIsAlwaysAnsweredEvenWithoutASubscription(String channel) {
        TestClient client = node.connected();
        client.send("{\"id\":3,\"unsubscribe\":{\"channel\":\"" + channel + "\"}}");
        client.expect("{\"id\":3,\"unsubscribe\":{}}");
    }

    @Test
    void anUnsubscribeWithoutAChannelIsABadRequest() {
        TestClient client = node.connected();
        client.send("{\"id\":3,\"unsubscribe\":{}}");
        client.expectClosed(3501, "bad request");
    }

    @Test
    void anUnsubscribeWaitsForTheSubscribeBeforeIt() {
        node.broker().hold();
        TestClient client = node.connected();
        client.send(subscribing(2, "news"), "{\"id\":3,\"unsubscribe\":{\"channel\":\"news\"}}");
        client.expect("reading off");
        node.broker().assertCalls("subscribe news");
        node.broker().confirm("news");
        node.loop().settle();
        client.expect("reading on", "{\"id\":2,\"subscribe\":{}}", "{\"id\":3,\"unsubscribe\":{}}");
        assertThat(node.counters().subscriptions.get()).isZero();
    }

    @Test
    void aSubscribeThatIsConfirmedAfterTheCloseLeavesNothingBehind() {
        node.broker().hold();
        TestClient client = node.connected();
        client.send(subscribing(2, "news"));
        client.leave();
        node.broker().confirm("news");
        node.loop().settle();
        assertThat(node.counters().subscriptions.get()).isZero();
        node.loop().elapse(1000);
        node.broker().assertCalls("subscribe news", "unsubscribe news");
        client.expect();
    }

    @Test
    void aSubscribeThatFailsAfterTheCloseIsNoMatter() {
        node.broker().hold();
        TestClient client = node.connected();
        client.send(subscribing(2, "news"));
        client.leave();
        node.broker().refuse("news");
        node.loop().settle();
        node.broker().assertCalls("subscribe news");
        client.expect();
    }
}
