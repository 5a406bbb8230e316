package io.sluice.gateway.hook.http;

import static io.sluice.gateway.hook.http.HookFixture.BINARY_CLIENT;
import static io.sluice.gateway.hook.http.HookFixture.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.Payload;
import io.sluice.common.redis.Outcomes;
import io.sluice.gateway.hook.HookClient;
import io.vertx.core.Vertx;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What back ends are sent, to the letter. */
class HookRequestsTest {

    private static final String BASE =
            "\"client\":\"c1\",\"transport\":\"websocket\",\"protocol\":\"json\",\"encoding\":\"json\"";
    private static final String USER = BASE + ",\"user\":\"u1\"";

    private final Vertx vertx = Vertx.vertx();
    private TestBackend backend;
    private HookFixture fixture;

    @BeforeEach
    void startBackend() {
        backend = new TestBackend(vertx).answers(200, "{\"result\":{}}");
    }

    @AfterEach
    void stopAll() {
        if (fixture != null) {
            fixture.close();
        }
        backend.close();
        Outcomes.of(vertx.close());
    }

    private HttpHooks hooks(String... settings) {
        fixture = new HookFixture(vertx, settings);
        return fixture.hooks();
    }

    private String[] on(String key, String... more) {
        String[] settings = new String[more.length + 1];
        settings[0] = key + ".endpoint=" + backend.url();
        for (int i = 0; i < more.length; i++) {
            settings[i + 1] = key + "." + more[i];
        }
        return settings;
    }

    @Test
    void connectTellsWhatTheClientSent() {
        HttpHooks hooks = hooks(on("client.proxy.connect", "enabled=true"));
        Map<String, Command.Subscribe> subs = Map.of(
                "news",
                HookFixture.subscribe("news", Payload.EMPTY),
                "chat",
                HookFixture.subscribe("chat", Payload.EMPTY));

        Outcomes.of(hooks.connect(
                CLIENT, new Command.Connect(1, "", Payload.of("{\"a\":1.0}"), "js", "1.2", Map.of(), subs, 0)));

        assertThat(backend.last().body())
                .isEqualTo(
                        "{" + BASE
                                + ",\"name\":\"js\",\"version\":\"1.2\",\"channels\":[\"chat\",\"news\"],\"data\":{\"a\":1.0}}");
        assertThat(backend.last().path()).isEqualTo("/hook");
        assertThat(backend.last().headers()).containsEntry("content-type", "application/json");
    }

    @Test
    void whatAClientDidNotSendIsLeftOut() {
        HttpHooks hooks = hooks(on("client.proxy.connect", "enabled=true"));

        Outcomes.of(
                hooks.connect(BINARY_CLIENT, new Command.Connect(1, "", Payload.EMPTY, "", "", Map.of(), Map.of(), 0)));

        assertThat(backend.last().body())
                .isEqualTo(
                        "{\"client\":\"c2\",\"transport\":\"uni_sse\",\"protocol\":\"protobuf\",\"encoding\":\"json\"}");
    }

    @Test
    void refreshTellsTheUser() {
        Outcomes.of(hooks(on("client.proxy.refresh", "enabled=true")).refresh(CLIENT));

        assertThat(backend.last().body()).isEqualTo("{" + USER + "}");
    }

    @Test
    void subscribeTellsChannelAndData() {
        Outcomes.of(hooks(on("channel.proxy.subscribe"))
                .subscribe("", CLIENT, HookFixture.subscribe("news", Payload.of("[1]"))));

        assertThat(backend.last().body()).isEqualTo("{" + USER + ",\"channel\":\"news\",\"data\":[1]}");
    }

    @Test
    void publishTellsChannelAndData() {
        Outcomes.of(hooks(on("channel.proxy.publish")).publish("", CLIENT, "news", Payload.of("\"é\\u00e9\"")));

        assertThat(backend.last().body()).isEqualTo("{" + USER + ",\"channel\":\"news\",\"data\":\"é\\u00e9\"}");
    }

    @Test
    void subRefreshTellsTheChannel() {
        Outcomes.of(hooks(on("channel.proxy.sub_refresh")).subRefresh("", CLIENT, "news"));

        assertThat(backend.last().body()).isEqualTo("{" + USER + ",\"channel\":\"news\"}");
    }

    @Test
    void rpcTellsMethodAndData() {
        HttpHooks hooks = hooks("rpc.proxy.endpoint=" + backend.url(), "rpc.without_namespace.proxy_enabled=true");

        Outcomes.of(hooks.rpc(CLIENT, "sum", Payload.of("{}")));

        assertThat(backend.last().body()).isEqualTo("{" + USER + ",\"method\":\"sum\",\"data\":{}}");
    }

    @Test
    void disconnectTellsHowItEndedUnderTheClientsOwnEventId() {
        hooks(on("client.proxy.disconnect", "enabled=true")).disconnected(CLIENT, new Disconnect(3012, "no pong"));

        await().until(() -> !backend.received().isEmpty());
        assertThat(backend.last().body())
                .isEqualTo(
                        "{" + USER
                                + ",\"event_id\":\"disconnect-c1\",\"time\":1700000000000,\"code\":3012,\"reason\":\"no pong\"}");
    }

    @Test
    void unsubscribeTellsTheChannelUnderAnIdThatIsNewEachTime() {
        HttpHooks hooks = hooks(on("channel.proxy.unsubscribe"));

        hooks.unsubscribed("", CLIENT, "news", 2000, "server unsubscribe");
        hooks.unsubscribed("", CLIENT, "news", 0, "");

        await().until(() -> backend.received().size() == 2);
        assertThat(backend.received())
                .extracting(TestBackend.Received::body)
                .extracting(body -> body.replaceAll("\"unsubscribe-[-0-9a-f]{36}\"", "ID"))
                .containsExactlyInAnyOrder(
                        "{" + USER
                                + ",\"event_id\":ID,\"time\":1700000000000,\"channel\":\"news\",\"code\":2000,\"reason\":\"server unsubscribe\"}",
                        "{" + USER
                                + ",\"event_id\":ID,\"time\":1700000000000,\"channel\":\"news\",\"code\":0,\"reason\":\"\"}");
        assertThat(backend.received()).extracting(TestBackend.Received::body).doesNotHaveDuplicates();
    }

    @Test
    void metaIsSentOnlyWhereItIsAskedFor() {
        Outcomes.of(hooks(on("channel.proxy.publish", "include_connection_meta=true"))
                .publish("", CLIENT, "news", Payload.of("1")));

        assertThat(backend.last().body())
                .isEqualTo("{" + USER + ",\"meta\":{\"plan\":\"gold\"},\"channel\":\"news\",\"data\":1}");
    }

    @Test
    void binaryEncodingSendsDataInBase64() {
        Outcomes.of(hooks(on("channel.proxy.publish", "binary_encoding=true"))
                .publish("", CLIENT, "news", Payload.of("1")));

        assertThat(backend.last().body())
                .isEqualTo("{" + USER.replace("\"encoding\":\"json\"", "\"encoding\":\"binary\"")
                        + ",\"channel\":\"news\",\"b64data\":\"MQ==\"}");
    }

    @Test
    void dataThatAreNoJsonAreSentInBase64InAnyCase() {
        Outcomes.of(hooks(on("channel.proxy.publish"))
                .publish("", CLIENT, "news", Payload.binary(new byte[] {(byte) 0xFF})));

        assertThat(backend.last().body()).isEqualTo("{" + USER + ",\"channel\":\"news\",\"b64data\":\"/w==\"}");
    }

    @Test
    void onlyHeadersOnTheListsArePassedOn() {
        HttpHooks hooks = hooks(
                on("client.proxy.connect", "enabled=true", "http_headers=Cookie", "http.static_headers=X-Key: secret"));

        Outcomes.of(hooks.connect(CLIENT, HookFixture.connect(Payload.EMPTY)));

        assertThat(backend.last().headers())
                .containsEntry("cookie", "session=1")
                .containsEntry("x-key", "secret")
                .doesNotContainKeys("authorization", "x-shared");
    }

    @Test
    void headersThatAClientCanForgeGiveWayToTheOthers() {
        HttpHooks hooks = hooks(on(
                "client.proxy.connect",
                "enabled=true",
                "http_headers=x-shared,cookie",
                "emulated_headers=authorization,x-shared,cookie",
                "http.static_headers=Cookie: ours"));

        Outcomes.of(hooks.connect(CLIENT, HookFixture.connect(Payload.EMPTY)));

        assertThat(backend.last().headers())
                .containsEntry("authorization", "bearer t")
                .containsEntry("x-shared", "from handshake")
                .containsEntry("cookie", "ours");
    }

    @Test
    void headerThatWouldBreakOutOfItsLineIsLeftOut() {
        HttpHooks hooks = hooks(on("client.proxy.connect", "enabled=true", "emulated_headers=authorization"));
        HookClient forger = new HookClient(
                "c3", "", "websocket", false, Payload.EMPTY, Map.of(), Map.of("authorization", "a\r\nX-Key: stolen"));

        Outcomes.of(hooks.connect(forger, HookFixture.connect(Payload.EMPTY)));

        assertThat(backend.last().headers()).doesNotContainKeys("authorization", "x-key");
    }

    @Test
    void listsOfAllEndpointsTogetherSayWhatConnectionsKeep() {
        HttpHooks hooks = hooks(
                "client.proxy.connect.endpoint=" + backend.url(),
                "client.proxy.connect.enabled=true",
                "client.proxy.connect.http_headers=Cookie",
                "proxies=[{\"name\":\"other\",\"endpoint\":\"" + backend.url()
                        + "\",\"http_headers\":[\"Origin\"],\"emulated_headers\":[\"Authorization\"]}]");

        assertThat(hooks.headers()).containsExactlyInAnyOrder("cookie", "origin");
        assertThat(hooks.emulatedHeaders()).containsExactly("authorization");
    }
}
