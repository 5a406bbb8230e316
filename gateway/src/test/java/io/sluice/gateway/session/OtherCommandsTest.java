package io.sluice.gateway.session;

import static io.sluice.gateway.session.TestClient.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.DisconnectCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtherCommandsTest {

    @RegisterExtension
    final TestNode node = new TestNode();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'presence':{'channel':'news'}                    | 108 | not available",
                "'presence_stats':{'channel':'news'}              | 108 | not available",
                "'history':{'channel':'news'}                     | 108 | not available",
                "'presence':{'channel':'nobody:1'}                | 102 | unknown channel",
                "'presence_stats':{'channel':'caf\u00e9'}         | 107 | bad request",
                "'history':{'channel':'nobody:1'}                 | 102 | unknown channel",
                "'rpc':{'method':'m','data':1}                    | 108 | not available",
                "'ping':{}                                        | 108 | not available",
                "'unheardof':{}                                   | 104 | method not found",
                "'sub_refresh':{'channel':'news'}                 | 103 | permission denied",
                "'sub_refresh':{'channel':'news','token':'t'}     | 103 | permission denied",
                "'sub_refresh':{'channel':'mine'}                 | 107 | bad request",
                "'sub_refresh':{'channel':'mine','token':'t'}     | 103 | permission denied"
            })
    void whatCannotBeDoneIsAnsweredWithAnError(String command, int code, String message) {
        TestClient client = node.connected().subscribe("mine");
        node.broker().assertCalls("subscribe mine");
        client.send("{\"id\":5," + command.replace('\'', '"') + "}");
        client.expect(error(5, code, message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'presence':{}",
                "'presence_stats':{}",
                "'history':{}",
                "'sub_refresh':{'token':'t'}",
                "'refresh':{}",
                "'refresh':{'token':''}"
            })
    void withoutAChannelOrTokenItIsABadRequest(String command) {
        TestClient client = node.connected();
        client.send("{\"id\":5," + command.replace('\'', '"') + "}");
        client.expectClosed(3501, "bad request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'subscribe':{'channel':'news'}}",
                "{'unsubscribe':{'channel':'news'}}",
                "{'publish':{'channel':'news','data':1}}",
                "{'presence':{'channel':'news'}}",
                "{'rpc':{}}",
                "{'ping':{}}",
                "{'refresh':{'token':'t'}}",
                "{'sub_refresh':{'channel':'news'}}",
                "{'id':0,'unheardof':{}}"
            })
    void aCommandWithoutAnIdIsABadRequest(String command) {
        TestClient client = node.connected();
        client.send(command.replace('\'', '"'));
        client.expectClosed(3501, "bad request");
    }

    @Test
    void aTokenToRefreshWithIsInvalid() {
        TestClient client = node.connected();
        client.send("{\"id\":5,\"refresh\":{\"token\":\"t\"}}");
        client.expectClosed(3500, "invalid token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"send\":{\"data\":1}}", "{\"id\":5,\"send\":{\"data\":1}}"})
    void messagesToTheApplicationAreNotAvailable(String command) {
        TestClient client = node.connected();
        client.send(command);
        client.expectClosed(3508, "not available");
        assertThat(node.disconnects().get(DisconnectCode.NOT_AVAILABLE)).isEqualTo(1);
    }

    @Test
    void whatFollowsAFatalCommandIsIgnored() {
        TestClient client = node.connected();
        client.send("{\"send\":{}}", TestClient.subscribing(2, "news"), "{\"id\":0,\"ping\":{}}");
        client.expectClosed(3508, "not available");
        client.send(TestClient.publishing(3, "news", "1"));
        client.expect();
    }

    @Test
    void commandsAreCounted() {
        TestClient client = node.connected();
        client.send("{\"id\":2,\"rpc\":{}}", "{\"id\":3,\"rpc\":{}}");
        client.expect(error(2, 108, "not available"), error(3, 108, "not available"));
        assertThat(node.counters().commands()).isEqualTo(3);
        assertThat(node.counters().messagesOut.get()).isEqualTo(3);
    }
}
