package io.sluice.gateway.api;

import static io.sluice.gateway.api.ApiFixture.error;
import static io.sluice.gateway.api.ApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.cluster.NodeAccess;
import io.sluice.common.cluster.NodeCapacity;
import io.sluice.common.cluster.NodePressure;
import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.gateway.fakes.Deliveries;
import io.sluice.gateway.fakes.FakeBroker;
import io.sluice.gateway.fakes.HandLoop;
import io.sluice.gateway.fakes.RecordingSubscriber;
import io.sluice.gateway.hub.HubShard;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.DeliveryOptions;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiMethodsTest {

    private final ApiFixture api = new ApiFixture();
    private final FakeBroker broker = api.broker();
    private final FakeControl control = api.control();
    private final HandLoop loop = api.loop();

    @AfterEach
    void noCallWasOverlooked() {
        broker.assertNothingMore();
    }

    @Test
    void aPublishNeedsNoPermissionOfTheChannel() {
        assertThat(publish("{\"channel\":\"shut:1\",\"data\":{\"a\":1},\"tags\":{\"k\":\"v\"}}"))
                .isEqualTo("{\"result\":{}}");
        broker.assertCalls("publish shut:1 {\"a\":1}");
        assertThat(broker.lastPublished())
                .isEqualTo(new Publication(
                        Payload.of("{\"a\":1}"), null, 0, Map.of("k", "v"), DataForm.PLAIN, "", "", 1234));
    }

    @Test
    void base64DataWins() {
        assertThat(publish("{\"channel\":\"news\",\"data\":1,\"b64data\":\"Mg==\"}"))
                .isEqualTo("{\"result\":{}}");
        assertThat(publish("{\"channel\":\"news\",\"data\":1,\"b64data\":\"\"}"))
                .isEqualTo("{\"result\":{}}");
        broker.assertCalls("publish news 2", "publish news 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'data':1                                              | 107 | bad request",
                "'channel':null,'data':1                               | 107 | bad request",
                "'channel':'','data':1                                 | 107 | bad request",
                "'channel':'a-name-of-21-letters-','data':1            | 107 | bad request",
                "'channel':'news'                                      | 107 | bad request",
                "'channel':'news','data':null                          | 107 | bad request",
                "'channel':'news','data':'123456789'                   | 107 | bad request",
                "'channel':'news','b64data':'not base64!'              | 107 | bad request",
                "'channel':'news','b64data':'bnVsbA=='                 | 107 | bad request",
                "'channel':'news','data':1,'version':-1                | 107 | bad request",
                "'channel':'news','data':1,'tags':{'k':null}           | 107 | bad request",
                "'channel':'nobody:1','data':1                         | 102 | unknown channel"
            })
    void aPublishThatCannotBeDoneIsRefused(String publish, int code, String message) {
        assertThat(publish("{" + publish + "}")).isEqualTo(error(code, message));
    }

    @Test
    void aBrokerThatFailsIsAnInternalError() {
        broker.down(true);
        assertThat(publish("{\"channel\":\"news\",\"data\":1}")).isEqualTo(error(100, "internal server error"));
        broker.assertCalls("publish news 1");
    }

    @Test
    void aBroadcastAnswersForEachChannelInTheirOrder() {
        broker.hold();
        Future<ApiResult> answer =
                api.begin(ApiMethod.BROADCAST, "{\"channels\":[\"a\",\"nobody:1\",\"b\",\"\"],\"data\":1}");
        broker.assertCalls("publish a 1", "publish b 1");
        broker.reject("a");
        assertThat(answer.isComplete()).isFalse();
        broker.accept("b");
        assertThat(json(answer))
                .isEqualTo("{\"result\":{\"responses\":[" + error(100, "internal server error") + ","
                        + error(102, "unknown channel") + ",{\"result\":{}}," + error(107, "bad request") + "]}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'data':1}",
                "{'channels':[],'data':1}",
                "{'channels':null,'data':1}",
                "{'channels':['a',null],'data':1}"
            })
    void aBroadcastNeedsChannels(String body) {
        assertThat(api.call(ApiMethod.BROADCAST, body)).isEqualTo(error(107, "bad request"));
    }

    @Test
    void infoDescribesEveryNode() {
        api.nodes(Future.succeededFuture(List.of(
                new NodeRecord(
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
                        NodeAccess.PLAIN),
                new NodeRecord(
                        "id-2",
                        "two",
                        "10.0.0.2",
                        8000,
                        200_000,
                        5,
                        0,
                        0,
                        0,
                        0,
                        0,
                        true,
                        "0.2",
                        0,
                        NodePressure.NONE,
                        NodeCapacity.UNLIMITED,
                        NodeAccess.PLAIN))));
        assertThat(api.call(ApiMethod.INFO, ""))
                .isEqualTo("{\"result\":{\"nodes\":["
                        + "{\"uid\":\"id-1\",\"name\":\"one\",\"version\":\"0.1\",\"num_clients\":1,\"num_users\":6,"
                        + "\"num_subs\":2,\"num_channels\":3,\"uptime\":60},"
                        + "{\"uid\":\"id-2\",\"name\":\"two\",\"version\":\"0.2\",\"num_clients\":0,\"num_users\":0,"
                        + "\"num_subs\":0,\"num_channels\":0,\"uptime\":0}]}}");
    }

    @Test
    void aRegistryOutOfReachIsAnInternalError() {
        api.nodes(Future.failedFuture("as the test wants"));
        assertThat(api.call(ApiMethod.INFO, "")).isEqualTo(error(100, "internal server error"));
    }

    @Test
    void channelsAddsUpTheSubscribersOfAllNodesByName() {
        Future<ApiResult> answer = api.begin(ApiMethod.CHANNELS, "{'pattern':'n*'}");
        assertThat(control.asked()).containsExactly("channels n*");
        control.answer("{\"news\":2,\"note\":1}", "{}", "{\"news\":3}");
        assertThat(json(answer))
                .isEqualTo("{\"result\":{\"channels\":{\"news\":{\"num_clients\":5},\"note\":{\"num_clients\":1}}}}");
    }

    @Test
    void withoutAPatternAllChannelsAreAskedFor() {
        Future<ApiResult> answer = api.begin(ApiMethod.CHANNELS, "");
        assertThat(control.asked()).containsExactly("channels ");
        control.answer();
        assertThat(json(answer)).isEqualTo("{\"result\":{\"channels\":{}}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[]", "x", "{\"news\":\"two\"}"})
    void anAnswerThatIsNoneIsAnInternalError(String nonsense) {
        Future<ApiResult> answer = api.begin(ApiMethod.CHANNELS, "{'pattern':''}");
        control.answer("{\"news\":2}", nonsense);
        assertThat(json(answer)).isEqualTo(error(100, "internal server error"));
    }

    @Test
    void aSurveyThatFailsIsAnInternalErrorAndNotHalfAnAnswer() {
        Future<ApiResult> answer = api.begin(ApiMethod.CHANNELS, "{'pattern':''}");
        control.fail();
        assertThat(json(answer)).isEqualTo(error(100, "internal server error"));
    }

    @Test
    void thisNodesOwnAnswerCountsTheSubscribersOfMatchingChannels() {
        HubShard shard = api.hub()
                .addShard(
                        loop.loopTasks(),
                        new TurnBudget(loop.loopTasks(), loop.clock()),
                        new LoopCounters(),
                        Deliveries.of(loop));
        RecordingSubscriber client = new RecordingSubscriber();
        for (String channel : List.of("news", "news", "note", "chat")) {
            shard.subscribe(channel, DeliveryOptions.PROMPT, client);
            loop.settle();
        }
        Future<?> answer = control.ownAnswer("n*");
        loop.settle();
        assertThat(answer.result().toString()).isIn("{\"news\":2,\"note\":1}", "{\"note\":1,\"news\":2}");
    }

    @Test
    void aBatchIsAnsweredInItsOrderWithTheNamesOfItsMethods() {
        broker.hold();
        Future<ApiResult> answer = batch("{\"commands\":[{\"publish\":{\"channel\":\"a\",\"data\":1}},"
                + "{\"publish\":{\"channel\":\"nobody:1\",\"data\":1}},{\"unheardof\":{}},"
                + "{\"broadcast\":{\"channels\":[\"b\"],\"data\":2}},{},null,{\"info\":{}}]}");
        broker.assertCalls("publish a 1", "publish b 2");
        broker.accept("a");
        broker.accept("b");
        assertThat(json(answer))
                .isEqualTo("{\"replies\":[{\"publish\":{}}," + error(102, "unknown channel") + ","
                        + error(104, "not found") + ",{\"broadcast\":{\"responses\":[{\"result\":{}}]}},"
                        + error(104, "not found") + "," + error(104, "not found")
                        + ",{\"info\":{\"nodes\":[]}}]}");
    }

    @Test
    void whatLooksAtTheClusterWaitsForWhatCameBefore() {
        broker.hold();
        Future<ApiResult> answer =
                batch("{\"commands\":[{\"publish\":{\"channel\":\"a\",\"data\":1}},{\"channels\":{}}]}");
        broker.assertCalls("publish a 1");
        assertThat(control.asked()).isEmpty();
        broker.accept("a");
        assertThat(control.asked()).hasSize(1);
        control.answer("{\"a\":1}");
        assertThat(json(answer))
                .isEqualTo(
                        "{\"replies\":[{\"publish\":{}},{\"channels\":{\"channels\":{\"a\":{\"num_clients\":1}}}}]}");
    }

    @Test
    void inParallelNothingWaits() {
        broker.hold();
        Future<ApiResult> answer = batch(
                "{\"parallel\":true,\"commands\":[{\"publish\":{\"channel\":\"a\",\"data\":1}},{\"channels\":{}}]}");
        broker.assertCalls("publish a 1");
        assertThat(control.asked()).hasSize(1);
        control.answer();
        assertThat(answer.isComplete()).isFalse();
        broker.accept("a");
        assertThat(json(answer)).isEqualTo("{\"replies\":[{\"publish\":{}},{\"channels\":{\"channels\":{}}}]}");
    }

    @Test
    void aBatchNeedsCommandsAndNotTooMany() {
        assertThat(json(batch("{}"))).isEqualTo(error(107, "bad request"));
        assertThat(json(batch("{\"commands\":[]}"))).isEqualTo("{\"replies\":[]}");
        String most = "{},".repeat(BatchMethod.MAX_COMMANDS - 1) + "{}";
        assertThat(json(batch("{\"commands\":[" + most + "]}"))).startsWith("{\"replies\":[");
        assertThat(json(batch("{\"commands\":[{}," + most + "]}"))).isEqualTo(error(107, "bad request"));
    }

    private String publish(String body) {
        return api.call(ApiMethod.PUBLISH, body);
    }

    private Future<ApiResult> batch(String body) {
        return api.begin(ApiMethod.BATCH, body);
    }
}
