package io.sluice.gateway.session;

import static io.sluice.gateway.fakes.FakeBroker.EPOCH;
import static io.sluice.gateway.session.TestClient.subscribing;

import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.fakes.FakeBroker;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients ask of channels. */
class HistoryAndPresenceCommandsTest {

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s", "history_max_publication_limit=5");

    @BeforeEach
    void thereIsAStream() {
        node.broker()
                .history(
                        "past:1",
                        new HistoryPage(
                                List.of(FakeBroker.publication(2, EPOCH, "2"), FakeBroker.publication(3, EPOCH, "3")),
                                new StreamPosition(3, EPOCH)));
    }

    @Test
    void withoutALimitOnlyThePositionIsTold() {
        TestClient ann = node.connectedAs("ann");
        ann.say("{'id':2,'history':{'channel':'past:1'}}");
        ann.hears("{'id':2,'history':{'publications':[],'epoch':'fakeLife','offset':3}}");
        node.broker().assertCalls("history past:1 0");
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "5, 5", "6, 5", "-1, 5", "2147483647, 5", "-2147483648, 5"})
    void theLimitIsClamped(String asked, int used) {
        TestClient ann = node.connectedAs("ann");
        ann.say("{'id':2,'history':{'channel':'past:1','limit':" + asked + "}}");
        ann.hears("{'id':2,'history':{'publications':[{'data':2,'offset':2},{'data':3,'offset':3}],"
                + "'epoch':'fakeLife','offset':3}}");
        node.broker().assertCalls("history past:1 " + used);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'since':{'offset':1,'epoch':'other'},'limit':2        | 112 | unrecoverable position",
                "'since':{'offset':9,'epoch':'fakeLife'},'limit':2     | 112 | unrecoverable position",
                "'since':{'offset':2,'epoch':'fakeLife'},'limit':2     | 112 | unrecoverable position", // Evicted, as
                // it seems.
                "'since':{'offset':0},'reverse':true,'limit':2         | 107 | bad request"
            })
    void aPositionThatIsNoneIsRefused(String fields, int code, String message) {
        TestClient ann = node.connectedAs("ann");
        ann.say("{'id':2,'history':{'channel':'past:1'," + fields + "}}");
        ann.expect(TestClient.error(2, code, message));
        node.broker().takeCalls();
    }

    @Test
    void aBrokerThatIsDownIsATemporaryError() {
        TestClient ann = node.connectedAs("ann");
        node.broker().down(true);
        ann.say("{'id':2,'history':{'channel':'past:1','limit':1}}");
        ann.expect(TestClient.temporaryError(2));
        node.presence().down(true);
        ann.say("{'id':3,'presence':{'channel':'here:1'}}");
        ann.expect(TestClient.temporaryError(3));
        ann.say("{'id':4,'presence_stats':{'channel':'here:1'}}");
        ann.expect(TestClient.temporaryError(4));
        node.broker().takeCalls();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "history        | kept:1   | 103 | permission denied",
                "history        | news     | 108 | not available",
                "history        | nobody:1 | 102 | unknown channel",
                "history        | caf\u00e9 | 107 | bad request",
                "presence       | seen:1   | 103 | permission denied",
                "presence_stats | seen:1   | 103 | permission denied",
                "presence       | news     | 108 | not available",
                "presence_stats | news     | 108 | not available",
                "presence_stats | nobody:1 | 102 | unknown channel"
            })
    void whoMayNotIsToldWhy(String method, String channel, int code, String message) {
        TestClient ann = node.connectedAs("ann");
        ann.say("{'id':2,'" + method + "':{'channel':'" + channel + "'}}");
        ann.expect(TestClient.error(2, code, message));
    }

    @Test
    void allWhoHaveNoNameAreOneUser() {
        TestClient ann = node.connectedAs("ann");
        ann.send(subscribing(2, "here:1"));
        TestClient second = node.connectedAs("ann");
        second.send(subscribing(2, "here:1"));
        TestClient nobody = node.connected();
        nobody.send(subscribing(2, "here:1"));
        nobody.say("{'id':3,'presence_stats':{'channel':'here:1'}}");
        nobody.hears("{'id':2,'subscribe':{}}", "{'id':3,'presence_stats':{'num_clients':3,'num_users':2}}");
        nobody.say("{'id':4,'unsubscribe':{'channel':'here:1'}}\n{'id':5,'presence_stats':{'channel':'here:1'}}");
        nobody.hears("{'id':4,'unsubscribe':{}}", "{'id':5,'presence_stats':{'num_clients':2,'num_users':1}}");
        ann.connection().takeEvents();
        second.connection().takeEvents();
        node.broker().takeCalls();
        node.presence().forget();
    }

    @Test
    void anEmptyChannelIsAnEmptyObject() {
        TestClient ann = node.connectedAs("ann");
        ann.say("{'id':2,'presence':{'channel':'here:1'}}");
        ann.hears("{'id':2,'presence':{'presence':{}}}");
    }
}
