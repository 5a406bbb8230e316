package io.sluice.gateway.session;

import static io.sluice.gateway.session.TestClient.error;
import static io.sluice.gateway.session.TestClient.publishing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerOrderTest {

    @RegisterExtension
    final TestNode node = new TestNode();

    @Test
    void aPublishThatIsRefusedIsAnsweredBehindThoseBeforeIt() {
        node.broker().hold();
        TestClient client = node.connected();
        client.send(publishing(2, "news", "1"), publishing(3, "feed:1", "1"));
        node.broker().assertCalls("publish news 1");
        client.expect();
        node.broker().accept("news");
        node.loop().settle();
        client.expect("{\"id\":2,\"publish\":{}}", error(3, 103, "permission denied"));
    }

    /** The reference puts the check of polled channels before that of the delta. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"channel\":\"news\",\"type\":4,\"delta\":\"other\"}"})
    void aPolledChannelIsNotAvailableWhateverTheDelta(String subscribe) {
        TestClient client = node.connected();
        client.send("{\"id\":2,\"subscribe\":" + subscribe + "}");
        client.expect(error(2, 108, "not available"));
    }
}
