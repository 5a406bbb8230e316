package io.sluice.gateway.session;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.auth.SubscriptionToken;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.fakes.FakeBroker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Any commands in any order, sensible or not, while back ends, broker and store do as they like. No exception escapes, a neighbour
 * notices nothing, and once all clients are gone nothing is left of them.
 */
class CommandFuzzTest {

    private static final List<String> CHANNELS = List.of(
            "news",
            "past:1",
            "cache:1",
            "auto:1",
            "here:1",
            "both:1",
            "delta:1",
            "tags:1",
            "kind:1",
            "wild:a*",
            "last:*",
            "short:1",
            "rate:1",
            "ask:1",
            "shut:1",
            "mine:#ann",
            "$news",
            "nobody:1",
            "caf\u00e9",
            "");

    private static final List<String> WISHES = List.of(
            "",
            "",
            "",
            ",'flag':3",
            ",'flag':-1",
            ",'token':'good'",
            ",'token':'other'",
            ",'token':'expired'",
            ",'delta':'fossil','recoverable':true",
            ",'delta':'other'",
            ",'recover':true,'offset':9223372036854775807,'epoch':'x'",
            ",'recover':true,'recoverable':true",
            ",'join_leave':true,'positioned':true",
            ",'tf':{'key':'a','cmp':'gt','val':'1'}",
            ",'tf':{'op':'not','nodes':[]}",
            ",'type':1",
            ",'type':-1");

    @Property(tries = 150)
    void nothingIsLeftAndNobodyElseNotices(@ForAll("frames") List<String> frames) {
        TestNode node = new TestNode("ping_interval=0s", "queue_max_size=65536");
        node.hooks().answerRpc();
        node.tokens().subscription("good", new SubscriptionToken("ann", "past:1", "", Grants.subscription("1", "2")));
        node.tokens().subscription("other", new SubscriptionToken("bob", "past:1", "", SubscriptionGrant.PLAIN));
        TestClient neighbour = node.connected().subscribe("room:1");
        TestClient client = node.connectedAs("ann");
        for (String frame : frames) {
            if (client.session().isClosed()) {
                client.connection().takeEvents();
                client.leave();
                client = node.connectedAs("ann");
            }
            carryOut(node, client, frame);
            node.loop().settle();
        }
        client.connection().takeEvents();
        node.publication("room:1", "1");
        neighbour.expect(TestClient.pushed("room:1", "1"));
        node.broker().takeCalls();
        node.end();
    }

    /** What begins with an exclamation mark is done to the client. */
    private static void carryOut(TestNode node, TestClient client, String frame) {
        ClientTarget target =
                new ClientTarget(Optional.empty(), client.session().id(), "");
        switch (frame) {
            case "!leave" -> client.leave();
            case "!time" -> node.pass(Duration.ofSeconds(50));
            case "!down" -> node.broker().down(true);
            case "!up" -> node.broker().down(false);
            case "!absent" -> node.presence().down(true);
            case "!present" -> node.presence().down(false);

            case "!no" -> node.hooks().answerAny(Verdict.refused(ErrorCode.PERMISSION_DENIED));
            case "!out" -> node.hooks().answerAny(new Verdict.Ended<>(new Disconnect(4000, "out")));
            case "!unsubscribe" -> node.control().unsubscribe(target, "");
            case "!disconnect" -> node.control().disconnect(target, Set.of(), new Disconnect(4500, "out"));
            case "!refresh" ->
                node.control().refresh(target, false, node.unixSeconds() + 30, Optional.of(Payload.of("1")));
            default -> {
                if (frame.startsWith("!subscribe ")) {
                    node.control().subscribe(target, frame.substring(11), SubscriptionGrant.PLAIN, Optional.empty());
                } else if (frame.startsWith("!publish ")) {
                    node.publication(frame.substring(9), "{\"a\":1}");
                } else if (frame.startsWith("!jump ")) {
                    node.broker().deliver(frame.substring(6), 7, FakeBroker.EPOCH, "7");
                } else if (frame.startsWith("!lose ")) {
                    node.broker().lose(frame.substring(6));
                } else {
                    client.say(frame);
                }
            }
        }
        client.connection().takeEvents();
    }

    @Provide
    Arbitrary<List<String>> frames() {
        Arbitrary<String> channel = Arbitraries.of(CHANNELS);
        Arbitrary<String> subscribe = Combinators.combine(channel, Arbitraries.of(WISHES))
                .as((name, wish) -> "{'id':2,'subscribe':{'channel':'" + name + "'" + wish + "}}");
        Arbitrary<String> onChannel = Combinators.combine(
                        Arbitraries.of(
                                "unsubscribe", "publish", "presence", "presence_stats", "history", "sub_refresh"),
                        channel,
                        Arbitraries.of(
                                "", ",'data':{'a':1}", ",'token':'good'", ",'limit':-1", ",'reverse':true,'since':{}"))
                .as((method, name, more) -> "{'id':3,'" + method + "':{'channel':'" + name + "'" + more + "}}");
        Arbitrary<String> other = Arbitraries.of(
                "{'id':4,'rpc':{'method':'m','data':1}}",
                "{'id':4,'refresh':{'token':'token of ann'}}",
                "{'id':4,'refresh':{'token':'forged'}}",
                "{'id':4,'ping':{}}",
                "{'send':{'data':1}}",
                "{'id':4,'connect':{}}",
                "{'id':4}",
                "{}",
                "nonsense");
        Arbitrary<String> outside = Arbitraries.of(
                "!leave",
                "!time",
                "!down",
                "!up",
                "!up",
                "!absent",
                "!present",
                "!present",
                "!no",
                "!no",
                "!out",
                "!unsubscribe",
                "!disconnect",
                "!refresh");
        Arbitrary<String> about = Combinators.combine(
                        Arbitraries.of("!subscribe ", "!publish ", "!jump ", "!lose "),
                        channel.filter(name -> !name.isEmpty()))
                .as((what, name) -> what + name);
        return Arbitraries.frequencyOf(
                        Tuple.of(8, subscribe),
                        Tuple.of(6, onChannel),
                        Tuple.of(1, other),
                        Tuple.of(3, outside),
                        Tuple.of(3, about))
                .list()
                .ofMaxSize(40);
    }
}
