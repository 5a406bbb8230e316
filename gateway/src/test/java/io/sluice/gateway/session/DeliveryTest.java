package io.sluice.gateway.session;

import static io.sluice.gateway.session.TestClient.pushed;
import static io.sluice.gateway.session.TestClient.subscribing;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.gateway.fakes.Messages;
import io.sluice.gateway.outbound.DeliveryOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a namespace's options mean for those who subscribed to its channels. */
class DeliveryTest {

    private static final long RATE_INTERVAL_MILLIS = 101;

    @RegisterExtension
    final TestNode node = new TestNode();

    @Test
    void dataThatIsNoJsonEndsTheConnectionOfWhoSpeaksIt() {
        TestClient client = node.connected().subscribe("news");
        node.broker().assertCalls("subscribe news");
        node.broker()
                .deliver(
                        "news",
                        new Publication(Payload.binary(new byte[] {1}), null, 0, Map.of(), DataForm.PLAIN, "", "", 0),
                        false);
        client.expectClosed(3506, "inappropriate protocol");
    }

    @Test
    void withARateTheFirstPublicationComesAtOnceAndThenTheLatest() {
        TestClient client = subscribed("rate:1");
        for (int i = 1; i <= 5; i++) {
            node.publication("rate:1", String.valueOf(i));
        }
        client.expect(pushed("rate:1", "1"));
        node.loop().elapse(RATE_INTERVAL_MILLIS);
        client.expect(pushed("rate:1", "5"));
        assertThat(node.counters().rateLimited.get()).isEqualTo(3);
    }

    @Test
    void eachClientAndEachChannelHasItsOwnRate() {
        TestClient first = subscribed("rate:1").subscribe("rate:2");
        node.broker().assertCalls("subscribe rate:2");
        node.publication("rate:1", "1");
        TestClient late = node.connected().subscribe("rate:1");
        node.publication("rate:2", "2");
        node.publication("rate:1", "3");
        first.expect(pushed("rate:1", "1"), pushed("rate:2", "2"));
        late.expect(pushed("rate:1", "3"));
        node.loop().elapse(RATE_INTERVAL_MILLIS);
        first.expect(pushed("rate:1", "3"));
    }

    @Test
    void whoUnsubscribesBetweenTwoReceivesNothingMore() {
        TestClient client = subscribed("rate:1");
        node.publication("rate:1", "1");
        node.publication("rate:1", "2");
        client.send(unsubscribing(3, "rate:1"));
        node.loop().elapse(RATE_INTERVAL_MILLIS);
        client.expect(pushed("rate:1", "1"), "{\"id\":3,\"unsubscribe\":{}}");
    }

    @Test
    void whoComesBackReceivesNothingFromBefore() {
        TestClient client = subscribed("rate:1");
        node.publication("rate:1", "1");
        node.publication("rate:1", "2");
        client.send(unsubscribing(3, "rate:1"), subscribing(4, "rate:1"));
        client.expect(pushed("rate:1", "1"), "{\"id\":3,\"unsubscribe\":{}}", "{\"id\":4,\"subscribe\":{}}");
        node.loop().elapse(RATE_INTERVAL_MILLIS);
        client.expect();
    }

    @Test
    void whoLeavesBetweenTwoIsForgotten() {
        TestClient client = subscribed("rate:1");
        node.publication("rate:1", "1");
        node.publication("rate:1", "2");
        client.leave();
        node.loop().elapse(RATE_INTERVAL_MILLIS);
        client.expect(pushed("rate:1", "1"));
        assertThat(node.loop().timers()).as("but the broker's subscription").isEqualTo(1);
    }

    @Test
    void withAWriteDelayPublicationsGatherAndShareAFrame() {
        TestClient client = subscribed("wait:1");
        int before = client.connection().written();
        node.publication("wait:1", "1");
        node.publication("wait:1", "2");
        node.loop().elapse(TestNode.WRITE_DELAY.minusNanos(1));
        client.expect();
        node.loop().elapse(1);
        client.expect(pushed("wait:1", "1"), pushed("wait:1", "2"));
        assertThat(client.connection().written()).isEqualTo(before + 1);
    }

    @Test
    void anAnswerTakesAlongWhatGathers() {
        TestClient client = subscribed("wait:1");
        node.publication("wait:1", "1");
        client.send(unsubscribing(3, "wait:1"));
        client.expect(pushed("wait:1", "1"), "{\"id\":3,\"unsubscribe\":{}}");
    }

    @Test
    void whatGathersIsSentBeforeTheFarewell() {
        TestClient client = subscribed("wait:1");
        node.publication("wait:1", "1");
        client.session().disconnect(DisconnectCode.SHUTDOWN);
        client.expect(pushed("wait:1", "1"), "close 3001 shutdown");
    }

    @Test
    void aSlowClientOfAConflatedChannelReceivesTheLatestWhenItReadsAgain() {
        TestClient slow = subscribed("last:1").subscribe("last:2");
        node.broker().assertCalls("subscribe last:2");
        slow.writable(false);
        for (int i = 0; i < 1000; i++) {
            node.publication("last:1", String.valueOf(i));
            node.publication("last:2", String.valueOf(-i));
        }
        slow.expect();
        slow.writable(true);
        // The first one was on its way already when the socket was found full: no policy holds for it any more.
        slow.expect(pushed("last:1", "0"), pushed("last:2", "-999"), pushed("last:1", "999"));
        assertThat(node.counters().conflated.get()).isEqualTo(1997);
        assertThat(node.counters().slowDisconnects.get()).isZero();
    }

    @Test
    void aPublicationNeverGetsAheadOfTheAnswerToItsSubscription() {
        TestClient slow = subscribed("last:1");
        slow.writable(false);
        node.publication("last:1", "0");
        node.publication("last:1", "1");
        slow.send(unsubscribing(3, "last:1"));
        slow.send(subscribing(4, "last:1"));
        node.publication("last:1", "2");
        slow.writable(true);
        slow.expect(
                pushed("last:1", "0"),
                pushed("last:1", "1"),
                "{\"id\":3,\"unsubscribe\":{}}",
                "{\"id\":4,\"subscribe\":{}}",
                pushed("last:1", "2"));
    }

    @Test
    void aSlowClientOfADroppingChannelReceivesTheNewestInOrder() {
        TestClient slow = subscribed("drop:1");
        slow.writable(false);
        node.publication("drop:1", "0");
        for (int i = 100; i < 1000; i++) {
            node.publication("drop:1", String.valueOf(i));
        }
        slow.expect();
        slow.writable(true);
        List<String> expected = new ArrayList<>(List.of(pushed("drop:1", "0")));
        int room = (TestNode.QUEUE_BYTES - pushed("drop:1", "0").length())
                / pushed("drop:1", "999").length();
        for (int i = 1000 - room; i < 1000; i++) {
            expected.add(pushed("drop:1", String.valueOf(i)));
        }
        slow.expect(expected.toArray(String[]::new));
        assertThat(node.counters().slowDropped.get()).isEqualTo(900 - room);
        assertThat(node.counters().slowDisconnects.get()).isZero();
    }

    @Test
    void aSlowClientIsDisconnectedForTheChannelsThatMayLoseNothing() {
        TestClient slow = subscribed("drop:1").subscribe("feed:1");
        node.broker().assertCalls("subscribe feed:1");
        slow.writable(false);
        for (int i = 0; i < 100; i++) {
            node.publication("drop:1", String.valueOf(i));
            node.publication("feed:1", String.valueOf(i));
        }
        slow.expectClosed(3008, "slow");
        assertThat(node.counters().slowDropped.get()).isPositive();
        assertThat(node.disconnects().get(DisconnectCode.SLOW)).isEqualTo(1);
    }

    @Test
    void aDisconnectThatFindsTheQueueFullEndsTheSessionOnce() {
        TestClient slow = subscribed("feed:1");
        slow.connection().writable(false);
        for (int i = 0; i < 3; i++) {
            slow.session().receiver().deliver(Messages.large("feed:1", "", 500), DeliveryOptions.PROMPT);
        }
        slow.session().disconnect(DisconnectCode.FORCE_RECONNECT);
        slow.expectClosed(3008, "slow");
        assertThat(node.disconnects().get(DisconnectCode.SLOW)).isEqualTo(1);
        assertThat(node.disconnects().get(DisconnectCode.FORCE_RECONNECT)).isZero();
    }

    private TestClient subscribed(String channel) {
        TestClient client = node.connected().subscribe(channel);
        node.broker().assertCalls("subscribe " + channel);
        return client;
    }

    private static String unsubscribing(int id, String channel) {
        return "{\"id\":" + id + ",\"unsubscribe\":{\"channel\":\"" + channel + "\"}}";
    }
}
