package io.sluice.gateway.api;

import static io.sluice.gateway.api.ApiFixture.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.PublishResult;
import io.sluice.gateway.presence.Member;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Presence and history, and the positions of publications. */
class ReadingMethodsTest {

    private static final ClientInfo ANONYMOUS = new ClientInfo("", "c1", Payload.EMPTY, Payload.EMPTY);
    private static final ClientInfo KNOWN =
            new ClientInfo("u", "c2", Payload.of("{\"n\":1}"), Payload.binary(new byte[] {0, 1, 2}));

    private final ApiFixture api = new ApiFixture();

    @Test
    void presenceNamesEveryClientAndLeavesOutWhatIsEmpty() {
        assertThat(api.call(ApiMethod.PRESENCE, "{'channel':'full:a'}")).isEqualTo("{\"result\":{\"presence\":{}}}");
        api.presence().put(List.of(new Member("full:a", ANONYMOUS), new Member("full:a", KNOWN)));
        assertThat(api.call(ApiMethod.PRESENCE, "{'channel':'full:a'}"))
                .isEqualTo("{\"result\":{\"presence\":{\"c1\":{\"user\":\"\",\"client\":\"c1\"},"
                        + "\"c2\":{\"user\":\"u\",\"client\":\"c2\",\"conn_info\":{\"n\":1},"
                        + "\"b64chan_info\":\"AAEC\"}}}}");
    }

    @Test
    void presenceStatsCountsAlsoWhenNobodyIsThere() {
        assertThat(api.call(ApiMethod.PRESENCE_STATS, "{'channel':'full:a'}"))
                .isEqualTo("{\"result\":{\"num_clients\":0,\"num_users\":0}}");
        api.presence().put(List.of(new Member("full:a", ANONYMOUS), new Member("full:a", KNOWN)));
        assertThat(api.call(ApiMethod.PRESENCE_STATS, "{'channel':'full:a'}"))
                .isEqualTo("{\"result\":{\"num_clients\":2,\"num_users\":2}}");
    }

    @Test
    void aStoreThatFailsIsAnInternalError() {
        api.presence().down();
        assertThat(api.call(ApiMethod.PRESENCE, "{'channel':'full:a'}")).isEqualTo(error(100, "internal server error"));
        assertThat(api.call(ApiMethod.PRESENCE_STATS, "{'channel':'full:a'}"))
                .isEqualTo(error(100, "internal server error"));
    }

    @Test
    void historyGivesThePositionAlsoWithoutPublications() {
        api.broker().history("full:a", new HistoryPage(List.of(), new StreamPosition(0, "e")));
        assertThat(api.call(ApiMethod.HISTORY, "{'channel':'full:a'}"))
                .isEqualTo("{\"result\":{\"publications\":[],\"epoch\":\"e\",\"offset\":0}}");
    }

    @Test
    void historyGivesPublicationsWithWhatTheyHave() {
        api.broker()
                .history(
                        "full:a",
                        new HistoryPage(
                                List.of(
                                        new Publication(
                                                Payload.of("{\"a\":1}"),
                                                ANONYMOUS,
                                                1,
                                                Map.of("t", "v"),
                                                DataForm.PLAIN,
                                                "",
                                                "e",
                                                99),
                                        new Publication(
                                                Payload.binary(new byte[] {0, 1, 2}),
                                                null,
                                                2,
                                                Map.of(),
                                                DataForm.PLAIN,
                                                "",
                                                "e",
                                                99)),
                                new StreamPosition(2, "e")));
        assertThat(api.call(ApiMethod.HISTORY, "{'channel':'full:a','limit':-1}"))
                .isEqualTo("{\"result\":{\"publications\":["
                        + "{\"data\":{\"a\":1},\"info\":{\"user\":\"\",\"client\":\"c1\"},\"offset\":1,"
                        + "\"tags\":{\"t\":\"v\"}},{\"b64data\":\"AAEC\",\"offset\":2}],"
                        + "\"epoch\":\"e\",\"offset\":2}}");
        api.broker().assertCalls("history full:a -1");
    }

    @Test
    void historyRemoveForgets() {
        assertThat(api.call(ApiMethod.HISTORY_REMOVE, "{'channel':'full:a'}")).isEqualTo("{\"result\":{}}");
        api.broker().assertCalls("remove history full:a");
        api.broker().down(true);
        assertThat(api.call(ApiMethod.HISTORY_REMOVE, "{'channel':'full:a'}"))
                .isEqualTo(error(100, "internal server error"));
        assertThat(api.call(ApiMethod.HISTORY, "{'channel':'full:a'}")).isEqualTo(error(100, "internal server error"));
    }

    @Test
    void aPublishTellsThePosition() {
        api.broker().publishResult(PublishResult.published(new StreamPosition(7, "e")));
        assertThat(api.call(ApiMethod.PUBLISH, "{'channel':'full:a','data':1,'skip_history':false}"))
                .isEqualTo("{\"result\":{\"offset\":7,\"epoch\":\"e\"}}");
        assertThat(api.call(ApiMethod.BROADCAST, "{'channels':['full:a'],'data':1}"))
                .isEqualTo("{\"result\":{\"responses\":[{\"result\":{\"offset\":7,\"epoch\":\"e\"}}]}}");
    }

    @Test
    void aPublishHandsOnWhatItWasAskedFor() {
        api.call(
                ApiMethod.PUBLISH,
                "{'channel':'full:a','data':1,'skip_history':true,'idempotency_key':'k','delta':true,'version':5,"
                        + "'version_epoch':'v'}");
        var options = api.broker().lastPublishOptions();
        assertThat(options.stream()).isEmpty();
        assertThat(options.idempotencyKey()).isEqualTo("k");
        assertThat(options.delta()).isTrue();
        assertThat(options.version()).isEqualTo(5);
        assertThat(options.versionEpoch()).isEqualTo("v");
    }

    @Test
    void binaryDataStayBinary() {
        api.call(ApiMethod.PUBLISH, "{'channel':'news','b64data':'AAEC'}");
        assertThat(api.broker().lastPublished().data().isBinary()).isTrue();
        api.call(ApiMethod.PUBLISH, "{'channel':'bytes:a','b64data':'MQo='}");
        assertThat(api.broker().lastPublished().data()).hasToString("1\n");
        assertThat(api.broker().lastPublished().data().isBinary()).isTrue();
        assertThat(api.call(ApiMethod.PUBLISH, "{'channel':'bytes:a'}")).isEqualTo("{\"result\":{}}");
    }
}
