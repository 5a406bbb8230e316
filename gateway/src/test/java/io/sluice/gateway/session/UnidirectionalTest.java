package io.sluice.gateway.session;

import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.ProtocolError;
import io.sluice.gateway.auth.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that say one thing, and then only listen. */
class UnidirectionalTest {

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=10s");

    @ParameterizedTest
    @EnumSource(
            value = TransportKind.class,
            names = {"UNI_WEBSOCKET", "UNI_HTTP_STREAM", "UNI_SSE"})
    void theirFirstPushSaysThatTheyAreConnectedAndNobodyExpectsThemToAnswerPings(TransportKind kind) {
        node.tokens().connection("good", Grants.subscribing("ann", "news"));
        TestClient client = node.open(kind);
        client.say("{'id':1,'connect':{'token':'good'}}");
        client.hears(
                "{'push':{'connect':{'client':'$ID','version':'0.1','subs':{'news':{}},'ping':10,'session':'secret'}}}");
        node.broker().assertCalls("subscribe news");
        node.publication("news", "1");
        client.hears("{'push':{'channel':'news','pub':{'data':1}}}");
        node.pass(java.time.Duration.ofSeconds(36));
        client.hears("{}", "{}", "{}", "{}");
    }

    @ParameterizedTest
    @EnumSource(
            value = TransportKind.class,
            names = {"HTTP_STREAM", "SSE"})
    void emulatedOnesAreToldTheirSessionAndNode(TransportKind kind) {
        TestClient client = node.open(kind);
        client.say("{'id':1,'connect':{}}");
        client.hears(
                "{'id':1,'connect':{'client':'$ID','version':'0.1','ping':10,'pong':true,'session':'secret','node':'node-1'}}");
    }

    @ParameterizedTest
    @CsvSource({
        "109, 3005, connection expired",
        "110, 3005, connection expired",
        "111, 3013, too many requests",
        "103, 3507, permission denied",
        "100, 3004, internal server error",
        "1234, 3004, internal server error"
    })
    void anErrorIsToldByHowTheyAreDisconnected(int error, int code, String reason) {
        node.hooks().decideConnections();
        TestClient client = node.open(TransportKind.UNI_SSE);
        client.say("{'id':1,'connect':{}}");
        node.hooks().answer(new Verdict.Refused<>(new ProtocolError(error, "no", false)));
        client.expectClosed(code, reason);
        node.hooks().forget();
    }

    @Test
    void anExpiredTokenDisconnects() {
        TestClient client = node.open(TransportKind.UNI_WEBSOCKET);
        client.say("{'id':1,'connect':{'token':'expired'}}");
        client.expectClosed(3005, "connection expired");
    }

    @Test
    void aSecondWordIsABadRequest() {
        TestClient client = node.open(TransportKind.UNI_WEBSOCKET);
        client.say("{'id':1,'connect':{}}");
        client.connection().takeEvents();
        client.say("{'id':2,'subscribe':{'channel':'news'}}");
        client.expectClosed(3501, "bad request");
    }

    @Test
    void whatTheBackEndRefusesForGoodIsInternalToThem() {
        node.hooks().decideConnections();
        TestClient client = node.open(TransportKind.UNI_HTTP_STREAM);
        client.say("{'id':1,'connect':{}}");
        node.hooks().answer(Verdict.refused(ErrorCode.INTERNAL));
        client.expectClosed(3004, "internal server error");
        node.hooks().forget();
    }
}
