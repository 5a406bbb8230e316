package io.sluice.gateway.session;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Numbers that stand for the names of channels. */
class ChannelNumberTest {

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s");

    @Test
    void whoUnderstandsNumbersGetsThemAndOthersGetTheName() {
        TestClient numbered = subscribed(2, "short:a", 1);
        TestClient named = node.connected();
        named.subscribe("short:a");
        node.publication("short:a", "1");
        numbered.hears("{'push':{'id':1,'pub':{'data':1}}}");
        named.hears("{'push':{'channel':'short:a','pub':{'data':1}}}");
        node.broker().takeCalls();
    }

    @Test
    void allClientsHaveTheSameNumberAndShareOneEncoding() {
        TestClient ann = subscribed(2, "short:a", 1);
        TestClient bob = subscribed(2, "short:a", 1);
        int before = ann.connection().encoded() + bob.connection().encoded();
        node.publication("short:a", "1");
        ann.hears("{'push':{'id':1,'pub':{'data':1}}}");
        bob.hears("{'push':{'id':1,'pub':{'data':1}}}");
        org.assertj.core.api.Assertions.assertThat(
                        ann.connection().encoded() + bob.connection().encoded() - before)
                .isEqualTo(1);
        node.broker().takeCalls();
    }

    @Test
    void aNumberIsGivenAnewWhenNobodyUsesItAnyMore() {
        TestClient ann = subscribed(2, "short:a", 1);
        TestClient bob = subscribed(2, "short:b", 2);
        ann.say("{'id':3,'unsubscribe':{'channel':'short:a'}}");
        ann.hears("{'id':3,'unsubscribe':{}}");
        ann.say("{'id':4,'subscribe':{'channel':'short:c','flag':1}}");
        ann.hears("{'id':4,'subscribe':{'id':1}}");
        node.publication("short:a", "1");
        node.publication("short:c", "2");
        ann.hears("{'push':{'id':1,'pub':{'data':2}}}");
        bob.expect();
        node.broker().takeCalls();
    }

    @Test
    void aSubscriptionThatFailsGivesItsNumberBack() {
        TestClient ann = node.connected();
        node.broker().down(true);
        ann.say("{'id':2,'subscribe':{'channel':'short:a','flag':1}}");
        ann.expect(TestClient.temporaryError(2));
        node.broker().down(false);
        ann.say("{'id':3,'subscribe':{'channel':'short:b','flag':1}}");
        ann.hears("{'id':3,'subscribe':{'id':1}}");
        node.broker().takeCalls();
    }

    @Test
    void whoLeavesAsItSubscribesGivesItsNumberBack() {
        node.broker().hold();
        TestClient ann = node.connected();
        ann.say("{'id':2,'subscribe':{'channel':'short:a','flag':1}}");
        ann.leave();
        TestClient bob = node.connected();
        bob.say("{'id':2,'subscribe':{'channel':'short:b','flag':1}}");
        node.broker().confirm("short:a");
        node.broker().confirm("short:b");
        bob.hears("{'id':2,'subscribe':{'id':1}}");
        node.broker().takeCalls();
    }

    @Test
    void otherNamespacesHaveNoNumbers() {
        TestClient ann = node.connected();
        ann.say("{'id':2,'subscribe':{'channel':'news','flag':1}}");
        ann.hears("{'id':2,'subscribe':{}}");
        node.broker().takeCalls();
    }

    private TestClient subscribed(int id, String channel, int number) {
        TestClient client = node.connected();
        client.say("{'id':" + id + ",'subscribe':{'channel':'" + channel + "','flag':1}}");
        client.hears("{'id':" + id + ",'subscribe':{'id':" + number + "}}");
        return client;
    }
}
