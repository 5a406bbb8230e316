package io.sluice.gateway.session;

import static io.sluice.gateway.session.TestClient.pushed;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.DisconnectCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SlowClientTest {

    /** Two pushes of it fit into the queue's 1024 bytes, three do not. */
    private static final String LARGE = "\"" + "x".repeat(400) + "\"";

    @RegisterExtension
    final TestNode node = new TestNode();

    private TestClient slow;
    private TestClient quick;

    @BeforeEach
    void twoClientsSubscribe() {
        slow = node.connected().subscribe("news");
        quick = node.connected().subscribe("news");
        node.broker().assertCalls("subscribe news");
    }

    @Test
    void whatASocketDoesNotTakeWaitsAndIsSentInOrder() {
        slow.writable(false);
        node.publication("news", "1");
        node.publication("news", "2");
        slow.expect();
        quick.expect(pushed("news", "1"), pushed("news", "2"));
        slow.writable(true);
        slow.expect(pushed("news", "1"), pushed("news", "2"));
    }

    @Test
    void repliesWaitBehindPublications() {
        slow.writable(false);
        node.publication("news", "1");
        slow.send("{\"id\":3,\"unsubscribe\":{\"channel\":\"news\"}}");
        slow.writable(true);
        slow.expect(pushed("news", "1"), "{\"id\":3,\"unsubscribe\":{}}");
        quick.expect(pushed("news", "1"));
    }

    @Test
    void aSocketThatFillsUpAgainIsGivenNoMore() {
        slow.writable(false);
        node.publication("news", "1");
        node.publication("news", "2");
        slow.connection().onWrite(() -> slow.connection().writable(false));
        slow.writable(true);
        slow.expect(pushed("news", "1"), pushed("news", "2"));
        node.publication("news", "3");
        slow.expect();
        slow.writable(true);
        slow.expect(pushed("news", "3"));
        quick.expect(pushed("news", "1"), pushed("news", "2"), pushed("news", "3"));
    }

    @Test
    void aClientWhoseQueueIsFullIsDisconnectedAndItsMemoryFreed() {
        slow.writable(false);
        node.publication("news", LARGE);
        node.publication("news", LARGE);
        slow.expect();
        assertThat(node.counters().queuedBytes.get()).isGreaterThan(2 * 400);
        node.publication("news", LARGE);
        slow.expectClosed(3008, "slow");
        assertThat(node.counters().queuedBytes.get()).isZero();
        node.frames().assertAllReleased();
        assertThat(node.counters().slowDisconnects.get()).isEqualTo(1);
        assertThat(node.disconnects().get(DisconnectCode.SLOW)).isEqualTo(1);
        assertThat(node.counters().subscriptions.get()).isEqualTo(1);
        quick.expect(pushed("news", LARGE), pushed("news", LARGE), pushed("news", LARGE));
    }

    @Test
    void aDisconnectedClientReceivesNothingMore() {
        aClientWhoseQueueIsFullIsDisconnectedAndItsMemoryFreed();
        slow.writable(true);
        node.publication("news", "1");
        slow.expect();
        quick.expect(pushed("news", "1"));
    }

    @Test
    void oneFrameAboveTheLimitIsTakenAllTheSame() {
        String huge = "\"" + "x".repeat(5000) + "\"";
        slow.writable(false);
        node.publication("news", huge);
        slow.expect();
        slow.writable(true);
        slow.expect(pushed("news", huge));
        quick.expect(pushed("news", huge));
    }

    @Test
    void aClientThatLeavesTakesItsQueueWithIt() {
        slow.writable(false);
        node.publication("news", "1");
        quick.expect(pushed("news", "1"));
        slow.leave();
        node.frames().assertAllReleased();
    }

    @Test
    void aPingThatFindsTheQueueFullDisconnects() {
        int room = TestNode.QUEUE_BYTES
                - 2 * pushed("news", LARGE).length()
                - pushed("news", "\"\"").length();
        String filler = "\"" + "x".repeat(room) + "\"";
        slow.writable(false);
        node.publication("news", LARGE);
        node.publication("news", LARGE);
        node.publication("news", filler);
        slow.expect();
        node.pass(TestNode.PING_INTERVAL.dividedBy(2));
        slow.expectClosed(3008, "slow");
        quick.expect(pushed("news", LARGE), pushed("news", LARGE), pushed("news", filler), "{}");
    }
}
