package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.RawWebSocket;
import io.sluice.gateway.testing.ServerApiClient;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What channels can do beyond carrying publications, message by message as a client sees it. */
@ExtendWith(LeakWatch.class)
class ChannelFeaturesIT {

    private static final String NAMESPACES = json(
            "[{'name':'room','presence':true,'join_leave':true,'history_size':10,'history_ttl':'60s'},"
                    + "{'name':'cache','history_size':10,'history_ttl':'60s','force_recovery':true,'force_recovery_mode':'cache'},"
                    + "{'name':'feed','allow_tags_filter':true,'allow_wildcard':true,'allow_channel_compaction':true}]");

    private static GatewayFixture node;
    private static ServerApiClient api;

    private final String name = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        node = GatewayFixture.start("channel.namespaces=" + NAMESPACES, "client.ping_interval=0s");
        api = new ServerApiClient(node.port());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aClientIsPresentFromItsSubscribeReplyToItsUnsubscribeReply() {
        try (RawWebSocket ann = client();
                RawWebSocket bob = client()) {
            ask(ann, "{'id':2,'subscribe':{'channel':'room:%s'}}");
            ask(bob, "{'id':2,'subscribe':{'channel':'room:%s'}}");
            assertThat(ask(ann, "{'id':3,'presence_stats':{'channel':'room:%s'}}"))
                    .isEqualTo(json("{'id':3,'presence_stats':{'num_clients':2,'num_users':1}}"));
            JsonObject members = new JsonObject(ask(ann, "{'id':4,'presence':{'channel':'room:%s'}}"))
                    .getJsonObject("presence")
                    .getJsonObject("presence");
            assertThat(members.size()).isEqualTo(2);
            members.forEach(member -> assertThat(((JsonObject) member.getValue()).getMap())
                    .containsEntry("user", "")
                    .containsEntry("client", member.getKey()));

            ask(bob, "{'id':5,'unsubscribe':{'channel':'room:%s'}}");
            assertThat(ask(ann, "{'id':6,'presence_stats':{'channel':'room:%s'}}"))
                    .isEqualTo(json("{'id':6,'presence_stats':{'num_clients':1,'num_users':1}}"));
        }
        await().untilAsserted(() -> assertThat(api.call("presence_stats", json("{'channel':'room:" + name + "'}"))
                        .body())
                .isEqualTo(json("{'result':{'num_clients':0,'num_users':0}}")));
    }

    @Test
    void whoAsksForItLearnsWhoJoinsAndLeavesBeginningWithItself() {
        try (RawWebSocket ann = client();
                RawWebSocket bob = client()) {
            assertThat(ask(ann, "{'id':2,'subscribe':{'channel':'room:%s','join_leave':true}}"))
                    .startsWith("{\"id\":2,");
            JsonObject own = push(ann).getJsonObject("join").getJsonObject("info");

            ask(bob, "{'id':2,'subscribe':{'channel':'room:%s'}}");
            JsonObject joined = push(ann).getJsonObject("join").getJsonObject("info");
            assertThat(joined.getString("client")).isNotEqualTo(own.getString("client"));

            assertThat(ask(bob, "{'id':3,'unsubscribe':{'channel':'room:%s'}}"))
                    .isEqualTo(json("{'id':3,'unsubscribe':{}}"));
            assertThat(push(ann).getJsonObject("leave").getJsonObject("info")).isEqualTo(joined);
        }
    }

    @Test
    void ofACacheTheNewestPublicationIsRecovered() {
        publish("cache", "1");
        publish("cache", "2");
        publish("cache", "3");
        try (RawWebSocket client = client()) {
            JsonObject result =
                    subscribed(ask(client, "{'id':2,'subscribe':{'channel':'cache:%s','recover':true,'offset':1}}"));
            assertThat(result.getBoolean("recovered")).isTrue();
            assertThat(result.getJsonArray("publications").encode()).isEqualTo(json("[{'data':3,'offset':3}]"));
        }
    }

    @Test
    void whatIsMissedIsRecoveredOrTheClientIsToldThatItIsNot() {
        publish("room", "1");
        publish("room", "2");
        try (RawWebSocket client = client()) {
            String recover =
                    "{'id':2,'subscribe':{'channel':'room:%s','recoverable':true,'recover':true,'offset':1,'epoch':'";
            JsonObject anyEpoch = subscribed(ask(client, recover + "'}}"));
            assertThat(anyEpoch.getBoolean("recovered")).isTrue();
            assertThat(anyEpoch.getLong("offset")).as("the client's own").isEqualTo(1);
            assertThat(anyEpoch.getJsonArray("publications").encode()).isEqualTo(json("[{'data':2,'offset':2}]"));

            ask(client, "{'id':3,'unsubscribe':{'channel':'room:%s'}}");
            JsonObject otherEpoch = subscribed(ask(client, recover + "other'}}"));
            assertThat(otherEpoch.getBoolean("recovered")).isNull();
            assertThat(otherEpoch.getBoolean("was_recovering")).isTrue();
            assertThat(otherEpoch.getLong("offset")).as("the top").isEqualTo(2);

            ask(client, "{'id':4,'unsubscribe':{'channel':'room:%s'}}");
            assertThat(ask(client, recover + "other','flag':2}}"))
                    .isEqualTo(json("{'id':2,'error':{'code':112,'message':'unrecoverable position'}}"));
        }
    }

    @Test
    void historyIsReadByPages() {
        publish("room", "1");
        publish("room", "2");
        publish("room", "3");
        try (RawWebSocket client = client()) {
            JsonObject position = new JsonObject(ask(client, "{'id':2,'history':{'channel':'room:%s'}}"));
            assertThat(position.getJsonObject("history").getJsonArray("publications"))
                    .isEmpty();
            assertThat(position.getJsonObject("history").getLong("offset")).isEqualTo(3);
            assertThat(history(client, "'limit':-1")).isEqualTo("123");
            assertThat(history(client, "'limit':2,'since':{'offset':1}")).isEqualTo("23");
            assertThat(history(client, "'limit':2,'reverse':true")).isEqualTo("32");
            assertThat(history(client, "'limit':5,'reverse':true,'since':{'offset':3}"))
                    .isEqualTo("21");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'history':{'channel':'room:%s','since':{'offset':7}}                       | 112",
                "'history':{'channel':'room:%s','limit':1,'since':{'epoch':'other'}}        | 112",
                "'history':{'channel':'room:%s','reverse':true,'since':{'offset':0}}        | 107",
                "'history':{'channel':'feed:%s'}                                            | 108",
                "'history':{'channel':'nowhere:%s'}                                         | 102",
                "'presence':{'channel':'feed:%s'}                                           | 108",
                "'presence_stats':{'channel':'feed:%s'}                                     | 108",
                "'rpc':{'method':'a'}                                                       | 108",
                "'ping':{}                                                                  | 108",
                "'subscribe':{'channel':'$%s'}                                              | 103",
                "'subscribe':{'channel':'room:%s','tf':{'key':'a','cmp':'ex'}}              | 107",
                "'subscribe':{'channel':'feed:%s','tf':{'key':'a','cmp':'like','val':'b'}}  | 107",
                "'publish':{'channel':'feed:%s.*','data':1}                                 | 107"
            })
    void whatCannotBeIsAnError(String command, int code) {
        try (RawWebSocket client = client()) {
            assertThat(ask(client, "{'id':2," + command + "}"))
                    .startsWith(json("{'id':2,'error':{'code':" + code + ","));
        }
    }

    @Test
    void aFilterLetsPublicationsThroughByTheirTags() {
        try (RawWebSocket client = client()) {
            ask(client, "{'id':2,'subscribe':{'channel':'feed:%s','tf':{'key':'price','cmp':'gt','val':'10'}}}");
            publish("feed", "1,'tags':{'price':'9.5'}");
            publish("feed", "2,'tags':{'price':'10.5'}");
            publish("feed", "3");
            publish("feed", "4,'tags':{'price':'11'}");
            assertThat(push(client).getJsonObject("pub").getInteger("data")).isEqualTo(2);
            assertThat(push(client).getJsonObject("pub").getInteger("data")).isEqualTo(4);
        }
    }

    @Test
    void aPatternBringsTheChannelsThatMatchUnderTheirOwnNames() {
        try (RawWebSocket client = client()) {
            ask(client, "{'id':2,'subscribe':{'channel':'feed:%s.*'}}");
            api.call("publish", json("{'channel':'feed:" + name + "','data':0}"));
            api.call("publish", json("{'channel':'feed:" + name + ".acme','data':1}"));
            assertThat(push(client).encode())
                    .isEqualTo(json(
                            "{'channel':'feed:" + name + ".*','pub':{'data':1,'channel':'feed:" + name + ".acme'}}"));
        }
    }

    @Test
    void whoCanWorkWithNumbersIsSentThemInPlaceOfNames() {
        try (RawWebSocket client = client()) {
            JsonObject result = subscribed(ask(client, "{'id':2,'subscribe':{'channel':'feed:%s','flag':1}}"));
            publish("feed", "1");
            assertThat(push(client).encode()).isEqualTo(json("{'id':" + result.getLong("id") + ",'pub':{'data':1}}"));
        }
    }

    @Test
    void onlyTheFirstPublicationOfAStreamNamesItsEpoch() {
        try (RawWebSocket client = client()) {
            String epoch = subscribed(ask(client, "{'id':2,'subscribe':{'channel':'room:%s','positioned':true}}"))
                    .getString("epoch");
            publish("room", "1");
            publish("room", "2");
            assertThat(push(client).getJsonObject("pub").getString("epoch")).isEqualTo(epoch);
            assertThat(push(client).getJsonObject("pub").getString("epoch")).isNull();
        }
    }

    @Test
    void aBackEndSubscribesAndUnsubscribesAClient() {
        try (RawWebSocket client = RawWebSocket.open(node.port())) {
            client.sendText(json("{'id':1,'connect':{}}"));
            String id =
                    new JsonObject(client.nextText()).getJsonObject("connect").getString("client");
            api.call("subscribe", json("{'client':'" + id + "','channel':'feed:" + name + "','data':{'hello':1}}"));
            assertThat(push(client).encode())
                    .isEqualTo(json("{'channel':'feed:" + name + "','subscribe':{'data':{'hello':1}}}"));
            publish("feed", "1");
            assertThat(push(client).getJsonObject("pub").getInteger("data")).isEqualTo(1);

            api.call("unsubscribe", json("{'client':'" + id + "','channel':'feed:" + name + "'}"));
            assertThat(push(client).encode())
                    .isEqualTo(json("{'channel':'feed:" + name
                            + "','unsubscribe':{'code':2000,'reason':'server unsubscribe'}}"));

            api.call("disconnect", json("{'client':'" + id + "','disconnect':{'code':4100,'reason':'later'}}"));
            assertThat(client.nextClose().closeCode()).isEqualTo(4100);
        }
    }

    private String history(RawWebSocket client, String how) {
        StringBuilder data = new StringBuilder();
        new JsonObject(ask(client, "{'id':2,'history':{'channel':'room:%s'," + how + "}}"))
                .getJsonObject("history")
                .getJsonArray("publications")
                .forEach(publication -> data.append(((JsonObject) publication).getInteger("data")));
        return data.toString();
    }

    private void publish(String namespace, String data) {
        String body = json("{'channel':'" + namespace + ":" + name + "','data':" + data + "}");
        assertThat(api.call("publish", body).body()).startsWith("{\"result\":");
    }

    private String ask(RawWebSocket client, String command) {
        client.sendText(json(command.replace("%s", name)));
        return client.nextText();
    }

    private static JsonObject subscribed(String reply) {
        JsonObject result = new JsonObject(reply).getJsonObject("subscribe");
        assertThat(result).as(reply).isNotNull();
        return result;
    }

    private static JsonObject push(RawWebSocket client) {
        String message = client.nextText();
        JsonObject push = new JsonObject(message).getJsonObject("push");
        assertThat(push).as(message).isNotNull();
        return push;
    }

    private static RawWebSocket client() {
        RawWebSocket socket = RawWebSocket.open(node.port());
        socket.sendText(json("{'id':1,'connect':{}}"));
        assertThat(socket.nextText()).startsWith("{\"id\":1,\"connect\":{");
        return socket;
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
