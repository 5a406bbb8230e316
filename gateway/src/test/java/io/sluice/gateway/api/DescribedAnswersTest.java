package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.common.cluster.NodeAccess;
import io.sluice.common.cluster.NodeCapacity;
import io.sluice.common.cluster.NodePressure;
import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.PublishResult;
import io.sluice.gateway.presence.Member;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the methods answer is what the description says, with and without everything that can be in it. */
class DescribedAnswersTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ClientInfo FULL =
            new ClientInfo("u", "c", Payload.of("{}"), Payload.binary(new byte[] {0, 1}));

    private final JsonNode document = OpenApiDocumentTest.read();
    private final SchemaCheck schemas = new SchemaCheck(document);
    private final ApiFixture api = new ApiFixture();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PUBLISH        | {'channel':'full:a','data':1}",
                "PUBLISH        | {}",
                "BROADCAST      | {'channels':['full:a','no:1'],'data':1}",
                "SUBSCRIBE      | {'channel':'news','user':'u'}",
                "UNSUBSCRIBE    | {'user':'u'}",
                "DISCONNECT     | {'user':'u'}",
                "REFRESH        | {'user':'u'}",
                "PRESENCE       | {'channel':'full:a'}",
                "PRESENCE_STATS | {'channel':'full:a'}",
                "HISTORY        | {'channel':'full:a','limit':5}",
                "HISTORY_REMOVE | {'channel':'full:a'}",
                "INFO           | {}",
                "RPC            | {'method':'a'}",
                "BATCH          | {}",
                "BATCH          | {'commands':[{'publish':{'channel':'full:a','data':1}},{'info':{}},{},{'rpc':{'method':'a'}},"
                        + "{'history':{'channel':'full:a','limit':1}},{'presence':{'channel':'full:a'}}]}"
            })
    void anAnswerIsAsDescribed(ApiMethod method, String body) throws IOException {
        checkAnswer(method, api.call(method, body));
        fill();
        checkAnswer(method, api.call(method, body));
    }

    @Test
    void theAnswerOfASurveyIsAsDescribed() throws IOException {
        Future<ApiResult> answer = api.begin(ApiMethod.CHANNELS, "{}");
        api.control().answer("{\"a\":1}", "{\"b\":2}");
        checkAnswer(ApiMethod.CHANNELS, ApiFixture.json(answer));
    }

    @Test
    void everyFieldOfAResultHasBeenSeen() {
        fill();
        assertThat(api.call(ApiMethod.PRESENCE, "{'channel':'full:a'}"))
                .contains("\"user\"", "\"client\"", "\"conn_info\"", "\"b64chan_info\"");
        assertThat(api.call(ApiMethod.HISTORY, "{'channel':'full:a','limit':5}"))
                .contains("\"data\"", "\"b64data\"", "\"info\"", "\"tags\"", "\"offset\"", "\"epoch\"");
    }

    private void fill() {
        api.presence().put(List.of(new Member("full:a", FULL)));
        api.broker().publishResult(PublishResult.published(new StreamPosition(3, "e")));
        api.broker()
                .history(
                        "full:a",
                        new HistoryPage(
                                List.of(
                                        new Publication(
                                                Payload.of("1"), FULL, 1, Map.of("t", "v"), DataForm.PLAIN, "", "e", 0),
                                        new Publication(
                                                Payload.binary(new byte[] {0}),
                                                null,
                                                2,
                                                Map.of(),
                                                DataForm.PLAIN,
                                                "",
                                                "e",
                                                0)),
                                new StreamPosition(2, "e")));
        api.nodes(Future.succeededFuture(List.of(new NodeRecord(
                "id-1",
                "one",
                "10.0.0.1",
                8000,
                40_000,
                5,
                1,
                2,
                3,
                4.5,
                0.1,
                false,
                "0.1",
                6,
                NodePressure.NONE,
                NodeCapacity.UNLIMITED,
                NodeAccess.PLAIN))));
    }

    private void checkAnswer(ApiMethod method, String answer) throws IOException {
        JsonNode schema = document.path("paths")
                .path("/" + method.wireName())
                .at("/post/responses/200/content/application~1json/schema");
        assertThat(schema.isObject()).isTrue();
        schemas.check(schema, MAPPER.readTree(answer), method.wireName());
    }
}
