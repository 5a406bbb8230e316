package io.sluice.gateway.session;

import static io.sluice.gateway.fakes.FakeBroker.EPOCH;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.auth.SubscriptionToken;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.delta.FossilPatch;
import io.sluice.gateway.fakes.FakeBroker;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Subscriptions that get patches: what comes out at the client is what was published, and rarely travels whole. */
class DeltaSubscriptionTest {

    private static final String SUBSCRIBE = "{'id':2,'subscribe':{'channel':'delta:1','delta':'fossil'}}";

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s");

    @Test
    void theFirstPublicationIsWholeAndTheNextOnesArePatches() {
        Reader reader = new Reader(subscribed());
        deliver(1, 2, 3, 4);
        assertThat(reader.read()).containsExactly(text(1), text(2), text(3), text(4));
        assertThat(reader.patches).isEqualTo(3);
    }

    @Test
    void aSubscriberThatComesLaterStartsWholeAndThenSharesThePatches() {
        Reader early = new Reader(subscribed());
        deliver(1, 2);
        node.broker().history("delta:1", page(2, 0));
        TestClient client = node.connected();
        client.say(SUBSCRIBE);
        client.hears("{'id':2,'subscribe':{'epoch':'fakeLife','offset':2,'positioned':true,'delta':true}}");
        node.broker().takeCalls();
        Reader late = new Reader(client);
        deliver(3, 4);
        assertThat(early.read()).containsExactly(text(1), text(2), text(3), text(4));
        assertThat(late.read()).containsExactly(text(3), text(4));
        assertThat(late.patches).isEqualTo(1);
    }

    @Test
    void whoDidNotAskGetsWhatWasPublishedAsItIs() {
        TestClient plain = node.connected();
        plain.say("{'id':2,'subscribe':{'channel':'delta:1'}}");
        plain.hears("{'id':2,'subscribe':{'epoch':'fakeLife','positioned':true}}");
        deliver(1, 2);
        plain.expect(pushed(1, ",\"epoch\":\"fakeLife\""), pushed(2, ""));
        node.broker().takeCalls();
    }

    @Test
    void whatIsNotPublishedAsADeltaIsWholeAndTheNextOneIsAPatchAgainstIt() {
        Reader reader = new Reader(subscribed());
        deliver(1, 2);
        node.broker().deliver("delta:1", publication(3), false);
        deliver(4);
        assertThat(reader.read()).containsExactly(text(1), text(2), text(3), text(4));
        assertThat(reader.patches).isEqualTo(2);
    }

    @Test
    void aPatchThatIsNoShorterIsNotSent() {
        Reader reader = new Reader(subscribed());
        node.broker().deliver("delta:1", FakeBroker.publication(1, EPOCH, "1"), true);
        node.broker().deliver("delta:1", FakeBroker.publication(2, EPOCH, "2"), true);
        node.loop().settle();
        assertThat(reader.read()).containsExactly("1", "2");
        assertThat(reader.patches).isZero();
    }

    @Test
    void whatIsRecoveredIsWholeOnceAndPatchesFollowIntoWhatComesLive() {
        node.broker().history("delta:1", page(5, 3));
        TestClient other = node.connected();
        other.say(SUBSCRIBE);
        other.connection().takeEvents();
        TestClient client = node.connected();
        client.say("{'id':2,'subscribe':{'channel':'delta:1','delta':'fossil','recoverable':true,'recover':true,"
                + "'offset':2,'epoch':'fakeLife'}}");
        Reader reader = new Reader(client);
        deliver(6, 7);
        assertThat(reader.read()).containsExactly(text(3), text(4), text(5), text(6), text(7));
        // The node has not seen what is before the sixth, so that is whole, as the first one is.
        assertThat(reader.patches).isEqualTo(3);
        other.connection().takeEvents();
        node.broker().takeCalls();
    }

    @Test
    void afterARecoveryOfNothingTheNextIsWhole() {
        Reader early = new Reader(subscribed());
        deliver(1, 2);
        early.read();
        node.broker().history("delta:1", page(2, 0));
        TestClient client = node.connected();
        client.say("{'id':2,'subscribe':{'channel':'delta:1','delta':'fossil','recoverable':true,'recover':true,"
                + "'offset':2,'epoch':'fakeLife'}}");
        Reader reader = new Reader(client);
        deliver(3, 4);
        assertThat(reader.read()).containsExactly(text(3), text(4));
        assertThat(reader.patches).isEqualTo(1);
        early.read();
        node.broker().takeCalls();
    }

    @Test
    void whatIsNotKeptComesBetweenThePatches() {
        Reader reader = new Reader(subscribed());
        deliver(1, 2);
        node.broker().deliver("delta:1", "{\"passing\":true}");
        deliver(3, 4);
        assertThat(reader.read()).containsExactly(text(1), text(2), "{\"passing\":true}", text(3), text(4));
        assertThat(reader.patches).isEqualTo(2);
    }

    @Test
    void aGapEndsTheSubscription() {
        TestClient client = subscribed();
        deliver(1);
        client.connection().takeEvents();
        deliver(3);
        client.hears("{'push':{'channel':'delta:1','unsubscribe':{'code':2500,'reason':'insufficient state'}}}");
        node.broker().assertCalls("check delta:1");
    }

    @Test
    void aFilterARateOrAChannelWithoutPositionsExcludesPatches() {
        TestClient client = node.connectedAs("ann");
        client.say("{'id':2,'subscribe':{'channel':'delta:1','delta':'fossil','tf':{'key':'a','cmp':'ex'}}}");
        client.hears("{'id':2,'subscribe':{'epoch':'fakeLife','positioned':true}}");
        node.tokens().subscription("t", new SubscriptionToken("ann", "delta:2", "", Grants.limited(5)));
        client.say("{'id':3,'subscribe':{'channel':'delta:2','delta':'fossil','token':'t'}}");
        client.hears("{'id':3,'subscribe':{'epoch':'fakeLife','positioned':true}}");
        client.say("{'id':4,'subscribe':{'channel':'news','delta':'fossil'}}");
        client.hears("{'id':4,'subscribe':{}}");
        node.broker().takeCalls();
    }

    private TestClient subscribed() {
        TestClient client = node.connected();
        client.say(SUBSCRIBE);
        client.hears("{'id':2,'subscribe':{'epoch':'fakeLife','positioned':true,'delta':true}}");
        node.broker().assertCalls("subscribe delta:1", "history delta:1 0");
        return client;
    }

    private void deliver(int... offsets) {
        for (int offset : offsets) {
            node.broker().deliver("delta:1", publication(offset), true);
        }
        node.loop().settle();
    }

    private static Publication publication(int offset) {
        return FakeBroker.publication(offset, EPOCH, text(offset));
    }

    private static String text(int offset) {
        return "{\"title\":\"a match of two teams with long names\",\"minute\":" + offset + ",\"score\":\"0:" + offset
                + "\"}";
    }

    private static String pushed(int offset, String more) {
        return "{\"push\":{\"channel\":\"delta:1\",\"pub\":{\"data\":" + text(offset) + ",\"offset\":" + offset + more
                + "}}}";
    }

    private static HistoryPage page(int top, int count) {
        List<Publication> publications = IntStream.rangeClosed(top - count + 1, top)
                .mapToObj(DeltaSubscriptionTest::publication)
                .toList();
        return new HistoryPage(publications, new StreamPosition(top, EPOCH));
    }

    /** Puts documents together as clients do. */
    private static final class Reader {

        private final TestClient client;
        private String document = "";
        private int patches;

        Reader(TestClient client) {
            this.client = client;
        }

        List<String> read() {
            List<String> documents = new ArrayList<>();
            for (String event : client.connection().takeEvents()) {
                JsonObject reply = new JsonObject(event);
                if (reply.containsKey("push")) {
                    documents.add(take(reply.getJsonObject("push").getJsonObject("pub")));
                } else {
                    for (Object each : reply.getJsonObject("subscribe")
                            .getJsonArray("publications", new io.vertx.core.json.JsonArray())) {
                        documents.add(take((JsonObject) each));
                    }
                }
            }
            return documents;
        }

        private String take(JsonObject publication) {
            String data = publication.getString("data");
            if (publication.getBoolean("delta", false)) {
                patches++;
                document = new String(FossilPatch.apply(document.getBytes(UTF_8), data.getBytes(UTF_8)), UTF_8);
            } else {
                document = data;
            }
            return document;
        }
    }
}
