package io.sluice.gateway.hook.http;

import static io.sluice.gateway.hook.http.HookFixture.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.FilterNode;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.ProtocolError;
import io.sluice.common.redis.Outcomes;
import io.sluice.gateway.auth.ChannelOverride;
import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.RefreshGrant;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.hook.PublishGrant;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What proper answers of back ends grant, refuse and end. */
class HookAnswersTest {

    private final Vertx vertx = Vertx.vertx();
    private TestBackend backend;
    private HookFixture fixture;

    @BeforeEach
    void startAll() {
        backend = new TestBackend(vertx);
        String url = backend.url();
        fixture = new HookFixture(
                vertx,
                "client.proxy.connect.enabled=true",
                "client.proxy.connect.endpoint=" + url,
                "client.proxy.refresh.enabled=true",
                "client.proxy.refresh.endpoint=" + url,
                "channel.proxy.subscribe.endpoint=" + url,
                "channel.proxy.publish.endpoint=" + url,
                "channel.proxy.sub_refresh.endpoint=" + url,
                "rpc.proxy.endpoint=" + url,
                "rpc.namespaces=[{\"name\":\"shop\",\"proxy_enabled\":true},{\"name\":\"off\"}]",
                "rpc.ping.enabled=true",
                "proxies=[{\"name\":\"other\",\"timeout\":\"10s\",\"endpoint\":\"" + url.replace("/hook", "/other")
                        + "\"}]");
    }

    @AfterEach
    void stopAll() {
        fixture.close();
        backend.close();
        Outcomes.of(vertx.close());
    }

    private void answers(String body) {
        backend.answers(200, body);
    }

    @Test
    void connectionIsGrantedAllThatTheAnswerSays() {
        answers(
                """
                {"result": {"user": "u9", "expire_at": 1800000000, "info": {"name": "Nine"}, "data": [1, 2],
                  "meta": {"plan": "gold"}, "channels": ["news"], "caps": [], "unknown": 1,
                  "subs": {"chat": {"b64info": "eyJhIjoxfQ==", "override": {"presence": {"value": true},
                    "join_leave": {"value": false}}, "expire_at": 7, "max_rate": 2.5,
                    "server_tags_filter": {"op": "and", "nodes": [{"key": "a", "cmp": "in", "vals": ["x"]}]}}}}}
                """);

        assertThat(fixture.connect())
                .isEqualTo(Verdict.granted(new ConnectionGrant(
                        "u9",
                        Payload.of("{\"name\": \"Nine\"}"),
                        Payload.of("[1, 2]"),
                        1800000000,
                        Payload.of("{\"plan\": \"gold\"}"),
                        Map.of(
                                "news",
                                SubscriptionGrant.PLAIN,
                                "chat",
                                new SubscriptionGrant(
                                        Payload.of("{\"a\":1}"),
                                        Payload.EMPTY,
                                        7,
                                        new ChannelOverride(
                                                Optional.of(true),
                                                Optional.of(false),
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty()),
                                        Optional.of(new FilterNode(
                                                "and",
                                                "",
                                                "",
                                                "",
                                                List.of(),
                                                List.of(new FilterNode("", "a", "in", "", List.of("x"), List.of())))),
                                        2.5)),
                        true)));
    }

    @Test
    void resultWithNothingLetsAnAnonymousClientIn() {
        answers("{\"result\":{}}");

        assertThat(fixture.connect())
                .isEqualTo(Verdict.granted(
                        new ConnectionGrant("", Payload.EMPTY, Payload.EMPTY, 0, Payload.EMPTY, Map.of(), true)));
    }

    @Test
    void connectionIsRefreshed() {
        answers("{\"result\":{\"expire_at\":1800000000,\"meta\":{\"a\":1}}}");

        assertThat(Outcomes.of(fixture.hooks().refresh(CLIENT)))
                .isEqualTo(Verdict.granted(
                        new RefreshGrant(false, 1800000000, Optional.empty(), Optional.of(Payload.of("{\"a\":1}")))));
    }

    @Test
    void subscriptionThatIsOverIsTold() {
        answers("{\"result\":{\"expired\":true,\"info\":\"bye\"}}");

        assertThat(Outcomes.of(fixture.hooks().subRefresh("", CLIENT, "news")))
                .isEqualTo(Verdict.granted(
                        new RefreshGrant(true, 0, Optional.of(Payload.of("\"bye\"")), Optional.empty())));
    }

    @Test
    void publicationIsChanged() {
        answers(
                """
                {"result":{"data":{"b":2},"skip_history":true,"tags":{"t":"v"},"idempotency_key":"k","delta":true,
                "version":5,"version_epoch":"e"}}""");

        assertThat(Outcomes.of(fixture.hooks().publish("", CLIENT, "news", Payload.of("1"))))
                .isEqualTo(Verdict.granted(
                        new PublishGrant(Payload.of("{\"b\":2}"), true, Map.of("t", "v"), "k", true, 5, "e")));
    }

    @Test
    void binaryDataComeInBase64AndWin() {
        answers("{\"result\":{\"data\":{\"b\":2},\"b64data\":\"/wA=\"}}");

        Verdict<Payload> verdict = Outcomes.of(fixture.hooks().rpc(CLIENT, "shop:sum", Payload.EMPTY));

        Payload data = ((Verdict.Granted<Payload>) verdict).grant();
        assertThat(data).isEqualTo(Payload.binary(new byte[] {(byte) 0xFF, 0}));
        assertThat(data.isBinary()).isTrue();
    }

    @Test
    void errorOfTheApplicationIsTheClients() {
        answers("{\"error\":{\"code\":1000,\"message\":\"no stock\",\"temporary\":true}}");

        assertThat(fixture.connect()).isEqualTo(new Verdict.Refused<>(new ProtocolError(1000, "no stock", true)));
    }

    @Test
    void disconnectOfTheApplicationIsTheClients() {
        answers("{\"disconnect\":{\"code\":4500,\"reason\":\"go away\"}}");

        assertThat(fixture.connect()).isEqualTo(new Verdict.Ended<>(new Disconnect(4500, "go away")));
    }

    @Test
    void nullCountsAsAbsent() {
        answers("{\"result\":null,\"error\":{\"code\":403,\"message\":null},\"disconnect\":null}");

        assertThat(fixture.connect()).isEqualTo(new Verdict.Refused<>(new ProtocolError(403, "", false)));
    }

    @Test
    void namespaceMayChooseAnotherBackend() {
        answers("{\"result\":{}}");

        Outcomes.of(fixture.hooks().subscribe("other", CLIENT, HookFixture.subscribe("news", Payload.EMPTY)));

        assertThat(backend.last().path()).isEqualTo("/other");
    }

    @Test
    void methodOfAnUnknownNamespaceIsNotFound() {
        assertThat(Outcomes.of(fixture.hooks().rpc(CLIENT, "nowhere:sum", Payload.EMPTY)))
                .isEqualTo(Verdict.refused(ErrorCode.METHOD_NOT_FOUND));
    }

    @Test
    void methodThatNobodyAnswersIsNotAvailable() {
        assertThat(Outcomes.of(fixture.hooks().rpc(CLIENT, "off:sum", Payload.EMPTY)))
                .isEqualTo(Verdict.refused(ErrorCode.NOT_AVAILABLE));
        assertThat(Outcomes.of(fixture.hooks().rpc(CLIENT, "sum", Payload.EMPTY)))
                .isEqualTo(Verdict.refused(ErrorCode.NOT_AVAILABLE));
    }

    @Test
    void pingIsAnsweredHere() {
        assertThat(Outcomes.of(fixture.hooks().rpc(CLIENT, "ping", Payload.EMPTY)))
                .isEqualTo(Verdict.granted(Payload.EMPTY));
        assertThat(backend.received()).isEmpty();
    }

    @Test
    void outcomeArrivesOnTheLoopThatAsked() {
        answers("{\"result\":{}}");
        var context = vertx.getOrCreateContext();

        boolean onTheLoop = Outcomes.of(Outcomes.onLoop(
                context, () -> fixture.hooks().refresh(CLIENT).map(verdict -> Vertx.currentContext() == context)));

        assertThat(onTheLoop).isTrue();
    }
}
