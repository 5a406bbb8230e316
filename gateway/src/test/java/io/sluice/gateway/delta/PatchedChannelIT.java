package io.sluice.gateway.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.sluice.common.protocol.protobuf.schema.ClientSchema;
import io.sluice.gateway.GatewayFixture;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.ProtobufClient;
import io.sluice.gateway.testing.RawWebSocket;
import io.sluice.gateway.testing.ServerApiClient;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Patches on their way to clients of both formats, which put the documents together again. */
@ExtendWith(LeakWatch.class)
class PatchedChannelIT {

    private static final String NAMESPACES =
            """
            [{"name":"doc","history_size":10,"history_ttl":"60s","force_recovery":true,
              "allowed_delta_types":["fossil"],"delta_publish":true}]""";
    private static final List<String> DOCUMENTS = IntStream.range(0, 5)
            .mapToObj(n -> new JsonObject()
                    .put("price", 100 + n)
                    .put("text", "a \"share\" and its words \u00e9 ".repeat(10))
                    .encode())
            .toList();

    private static GatewayFixture node;
    private static ServerApiClient api;

    private final String channel = "doc:" + UUID.randomUUID();

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
    void inJsonTheFirstDocumentIsWholeAndTheOthersArePatchesAllOfThemStrings() {
        try (RawWebSocket client = client()) {
            assertThat(subscribed(client, "").getBoolean("delta")).isTrue();
            publishFrom(0);
            String document = "";
            for (int n = 0; n < DOCUMENTS.size(); n++) {
                JsonObject publication =
                        new JsonObject(client.nextText()).getJsonObject("push").getJsonObject("pub");
                assertThat(publication.getBoolean("delta", false)).isEqualTo(n > 0);
                document = next(document, publication);
                assertThat(document).isEqualTo(DOCUMENTS.get(n));
            }
        }
    }

    @Test
    void afterARecoveryPatchesBeginWithTheFirstDocumentRecovered() {
        publishFrom(0);
        try (RawWebSocket client = client()) {
            String document = "";
            JsonObject result = subscribed(client, ",\"recover\":true,\"offset\":2");
            for (int n = 0; n < 3; n++) {
                JsonObject publication = result.getJsonArray("publications").getJsonObject(n);
                assertThat(publication.getBoolean("delta", false)).isEqualTo(n > 0);
                document = next(document, publication);
                assertThat(document).isEqualTo(DOCUMENTS.get(n + 2));
            }
            publishFrom(1); // The node had no reason to remember the document before it; the next one it has.
            for (int n = 1; n < DOCUMENTS.size(); n++) {
                JsonObject publication =
                        new JsonObject(client.nextText()).getJsonObject("push").getJsonObject("pub");
                document = next(document, publication);
                assertThat(document).isEqualTo(DOCUMENTS.get(n));
                assertThat(publication.getBoolean("delta", false)).isEqualTo(n > 1);
            }
        }
    }

    @Test
    void inProtobufPatchesAreBytes() {
        try (ProtobufClient client = ProtobufClient.connect(node.port())) {
            ClientSchema.Reply reply = client.call(ClientSchema.Command.newBuilder()
                    .setId(9)
                    .setSubscribe(ClientSchema.SubscribeRequest.newBuilder()
                            .setChannel(channel)
                            .setDelta("fossil")));
            assertThat(reply.getSubscribe().getDelta()).isTrue();
            publishFrom(0);
            byte[] document = {};
            for (int n = 0; n < DOCUMENTS.size(); n++) {
                ClientSchema.Publication publication = client.nextPublication().getPub();
                assertThat(publication.getDelta()).isEqualTo(n > 0);
                ByteString data = publication.getData();
                document =
                        publication.getDelta() ? FossilPatch.apply(document, data.toByteArray()) : data.toByteArray();
                assertThat(document).isEqualTo(DOCUMENTS.get(n).getBytes(UTF_8));
            }
        }
    }

    @Test
    void historyIsNeverPatched() {
        publishFrom(3);
        try (RawWebSocket client = client()) {
            subscribed(client, "");
            client.sendText("{\"id\":3,\"history\":{\"channel\":\"" + channel + "\",\"limit\":2}}");
            assertThat(new JsonObject(client.nextText())
                            .getJsonObject("history").getJsonArray("publications").stream()
                                    .map(publication -> ((JsonObject) publication)
                                            .getJsonObject("data")
                                            .encode()))
                    .containsExactlyElementsOf(DOCUMENTS.subList(3, 5));
        }
    }

    private static String next(String document, JsonObject publication) {
        String data = publication.getString("data");
        return publication.getBoolean("delta", false)
                ? new String(FossilPatch.apply(document.getBytes(UTF_8), data.getBytes(UTF_8)), UTF_8)
                : data;
    }

    private JsonObject subscribed(RawWebSocket client, String more) {
        client.sendText("{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\",\"delta\":\"fossil\"" + more + "}}");
        return new JsonObject(client.nextText()).getJsonObject("subscribe");
    }

    private void publishFrom(int first) {
        DOCUMENTS.subList(first, DOCUMENTS.size()).forEach(document -> assertThat(
                        api.call("publish", "{\"channel\":\"" + channel + "\",\"data\":" + document + "}")
                                .status())
                .isEqualTo(200));
    }

    private static RawWebSocket client() {
        RawWebSocket socket = RawWebSocket.open(node.port());
        socket.sendText("{\"id\":1,\"connect\":{}}");
        assertThat(socket.nextText()).startsWith("{\"id\":1,\"connect\":{");
        return socket;
    }
}
