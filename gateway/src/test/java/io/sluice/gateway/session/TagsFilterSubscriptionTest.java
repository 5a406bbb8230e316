package io.sluice.gateway.session;

import static io.sluice.gateway.fakes.FakeBroker.EPOCH;

import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.HistoryPage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscriptions to some of a channel's publications. */
class TagsFilterSubscriptionTest {

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s");

    @Test
    void onlyWhatMatchesIsSent() {
        TestClient ann = node.connected();
        ann.say("{'id':2,'subscribe':{'channel':'tags:1','tf':{'op':'or','nodes':["
                + "{'key':'kind','cmp':'eq','val':'a'},{'op':'not','nodes':[{'key':'kind','cmp':'ex'}]}]}}}");
        ann.hears("{'id':2,'subscribe':{}}");
        node.broker().assertCalls("subscribe tags:1");
        node.broker().deliver("tags:1", Tagged.publication("kind", "a", "1"), false);
        node.broker().deliver("tags:1", Tagged.publication("kind", "b", "2"), false);
        node.publication("tags:1", "3");
        ann.hears(
                "{'push':{'channel':'tags:1','pub':{'data':1,'tags':{'kind':'a'}}}}",
                "{'push':{'channel':'tags:1','pub':{'data':3}}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'channel':'news','tf':{'key':'a','cmp':'ex'}",
                "'channel':'tags:1','tf':{}",
                "'channel':'tags:1','tf':{'op':'xor','nodes':[{'key':'a','cmp':'ex'}]}",
                "'channel':'tags:1','tf':{'op':'and'}",
                "'channel':'tags:1','tf':{'op':'not','nodes':[{'key':'a','cmp':'ex'},{'key':'b','cmp':'ex'}]}",
                "'channel':'tags:1','tf':{'key':'a','cmp':'like','val':'b'}",
                "'channel':'tags:1','tf':{'key':'a','cmp':'eq'}",
                "'channel':'tags:1','tf':{'key':'a','cmp':'in','val':'b'}"
            })
    void whereItIsNotAllowedOrMalformedItIsABadRequest(String subscribe) {
        TestClient ann = node.connected();
        ann.say("{'id':2,'subscribe':{" + subscribe + "}}");
        ann.hears("{'id':2,'error':{'code':107,'message':'bad request'}}");
    }

    @Test
    void whatIsLeftOutMovesThePositionAllTheSame() {
        TestClient ann = subscribed();
        node.broker().deliver("kind:1", Tagged.publication(1, "kind", "a", "1"), false);
        node.broker().deliver("kind:1", Tagged.publication(2, "kind", "b", "2"), false);
        node.broker().deliver("kind:1", Tagged.publication(3, "kind", "a", "3"), false);
        ann.hears(
                "{'push':{'channel':'kind:1','pub':{'data':1,'offset':1,'tags':{'kind':'a'},'epoch':'fakeLife'}}}",
                "{'push':{'channel':'kind:1','pub':{'data':3,'offset':3,'tags':{'kind':'a'}}}}");
        node.broker().deliver("kind:1", Tagged.publication(5, "kind", "b", "5"), false);
        ann.hears("{'push':{'channel':'kind:1','unsubscribe':{'code':2500,'reason':'insufficient state'}}}");
        node.broker().assertCalls("check kind:1");
    }

    @Test
    void whatIsRecoveredIsFilteredWhenItIsClearThatNothingIsMissing() {
        node.broker()
                .history(
                        "kind:1",
                        new HistoryPage(
                                List.of(
                                        Tagged.publication(4, "kind", "b", "4"),
                                        Tagged.publication(5, "kind", "a", "5"),
                                        Tagged.publication(6, "kind", "b", "6")),
                                new StreamPosition(6, EPOCH)));
        TestClient ann = node.connected();
        ann.say("{'id':2,'subscribe':{'channel':'kind:1','tf':{'key':'kind','cmp':'eq','val':'a'},"
                + "'recover':true,'offset':3,'epoch':'fakeLife'}}");
        ann.hears("{'id':2,'subscribe':{'recoverable':true,'epoch':'fakeLife','publications':["
                + "{'data':5,'offset':5,'tags':{'kind':'a'}}],'recovered':true,'offset':3,'positioned':true,"
                + "'was_recovering':true}}");
        node.broker().assertCalls("subscribe kind:1", "history kind:1 300");
        node.broker().deliver("kind:1", Tagged.publication(7, "kind", "a", "7"), false);
        ann.hears("{'push':{'channel':'kind:1','pub':{'data':7,'offset':7,'tags':{'kind':'a'}}}}");
    }

    private TestClient subscribed() {
        TestClient ann = node.connected();
        ann.say("{'id':2,'subscribe':{'channel':'kind:1','tf':{'key':'kind','cmp':'eq','val':'a'}}}");
        ann.hears("{'id':2,'subscribe':{'recoverable':true,'epoch':'fakeLife','positioned':true}}");
        node.broker().assertCalls("subscribe kind:1", "history kind:1 0");
        return ann;
    }
}
