package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each method answers to each field that is missing, null, out of range, unknown or too long. */
class BadFieldsTest {

    private final ApiFixture api = new ApiFixture();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PUBLISH        |                                                       | 107",
                "PUBLISH        | 'channel':null,'data':1                               | 107",
                "PUBLISH        | 'channel':'','data':1                                 | 107",
                "PUBLISH        | 'channel':'no:1','data':1                             | 102",
                "PUBLISH        | 'channel':'a-name-of-21-letters-','data':1            | 107",
                "PUBLISH        | 'channel':'caf\u00e9','data':1                        | 107",
                "PUBLISH        | 'channel':'news'                                      | 107",
                "PUBLISH        | 'channel':'news','data':null                          | 107",
                "PUBLISH        | 'channel':'news','data':'123456789'                   | 107",
                "PUBLISH        | 'channel':'news','b64data':'%'                        | 107",
                "PUBLISH        | 'channel':'bytes:1','b64data':'%'                     | 107",
                "PUBLISH        | 'channel':'news','data':1,'tags':{'k':null}           | 107",
                "PUBLISH        | 'channel':'news','data':1,'version':-1                | 107",
                "BROADCAST      | 'data':1                                              | 107",
                "BROADCAST      | 'channels':null,'data':1                              | 107",
                "BROADCAST      | 'channels':[],'data':1                                | 107",
                "BROADCAST      | 'channels':['a',null],'data':1                        | 107",
                "SUBSCRIBE      | 'user':'u'                                            | 107",
                "SUBSCRIBE      | 'user':'u','channel':null                             | 107",
                "SUBSCRIBE      | 'user':'u','channel':''                               | 107",
                "SUBSCRIBE      | 'user':'u','channel':'no:1'                           | 102",
                "SUBSCRIBE      | 'user':'u','channel':'a-name-of-21-letters-'          | 107",
                "SUBSCRIBE      | 'user':'u','channel':'a','expire_at':-1               | 107",
                "SUBSCRIBE      | 'user':'u','channel':'a','b64info':'%'                | 107",
                "SUBSCRIBE      | 'user':'u','channel':'a','b64data':'%'                | 107",
                "SUBSCRIBE      | 'user':'u','channel':'a','recover_since':{'offset':-1}| 107",
                "UNSUBSCRIBE    | 'user':'u','channel':'no:1'                           | 102",
                "UNSUBSCRIBE    | 'user':'u','channel':'a-name-of-21-letters-'          | 107",
                "DISCONNECT     | 'user':'u','whitelist':[null]                         | 107",
                "DISCONNECT     | 'user':'u','disconnect':{'code':0}                    | 107",
                "DISCONNECT     | 'user':'u','disconnect':{'code':2999}                 | 107",
                "DISCONNECT     | 'user':'u','disconnect':{'code':5000}                 | 107",
                "DISCONNECT     | 'user':'u','disconnect':{'code':4000,'reason':'{}'}   | 107",
                "DISCONNECT     | 'user':'u','disconnect':{'code':4000,'reason':'true'} | 107",
                "REFRESH        | 'user':'u','expire_at':-1                             | 107",
                "PRESENCE       |                                                       | 107",
                "PRESENCE       | 'channel':null                                        | 107",
                "PRESENCE       | 'channel':''                                          | 107",
                "PRESENCE       | 'channel':'no:1'                                      | 102",
                "PRESENCE       | 'channel':'a-name-of-21-letters-'                     | 107",
                "PRESENCE       | 'channel':'shut:1'                                    | 108",
                "PRESENCE_STATS |                                                       | 107",
                "PRESENCE_STATS | 'channel':null                                        | 107",
                "PRESENCE_STATS | 'channel':''                                          | 107",
                "PRESENCE_STATS | 'channel':'no:1'                                      | 102",
                "PRESENCE_STATS | 'channel':'a-name-of-21-letters-'                     | 107",
                "PRESENCE_STATS | 'channel':'shut:1'                                    | 108",
                "HISTORY        |                                                       | 107",
                "HISTORY        | 'channel':null                                        | 107",
                "HISTORY        | 'channel':''                                          | 107",
                "HISTORY        | 'channel':'no:1'                                      | 102",
                "HISTORY        | 'channel':'a-name-of-21-letters-'                     | 107",
                "HISTORY        | 'channel':'shut:1'                                    | 108",
                "HISTORY        | 'channel':'full:1','since':{'offset':-1}              | 107",
                "HISTORY        | 'channel':'full:1','since':{},'reverse':true          | 107",
                "HISTORY        | 'channel':'full:1','since':{'offset':5}               | 112",
                "HISTORY        | 'channel':'full:1','since':{'epoch':'x'}              | 112",
                "HISTORY_REMOVE |                                                       | 107",
                "HISTORY_REMOVE | 'channel':null                                        | 107",
                "HISTORY_REMOVE | 'channel':''                                          | 107",
                "HISTORY_REMOVE | 'channel':'no:1'                                      | 102",
                "HISTORY_REMOVE | 'channel':'a-name-of-21-letters-'                     | 107",
                "HISTORY_REMOVE | 'channel':'shut:1'                                    | 108",
                "RPC            |                                                       | 107",
                "RPC            | 'method':null                                         | 107",
                "RPC            | 'method':''                                           | 107",
                "RPC            | 'method':'ping'                                       | 104",
                "BATCH          |                                                       | 107",
                "BATCH          | 'commands':null                                       | 107"
            })
    void aBadFieldHasTheErrorOfTheReference(ApiMethod method, String fields, int code) {
        String answer = api.call(method, "{" + (fields == null ? "" : fields) + "}");
        assertThat(answer).startsWith("{\"error\":{\"code\":" + code + ",");
        assertThat(api.clients().orders()).isEmpty();
        assertThat(api.broker().takeCalls()).doesNotContain("publish").noneMatch(call -> call.startsWith("publish"));
    }

    @Test
    void keysAndListsHaveTheirLimits() {
        String longest = "k".repeat(PublishMethods.MAX_KEY_LENGTH);
        for (String field : new String[] {"idempotency_key", "version_epoch"}) {
            assertThat(api.call(ApiMethod.PUBLISH, "{'channel':'a','data':1,'" + field + "':'" + longest + "'}"))
                    .startsWith("{\"result\"");
            assertThat(api.call(ApiMethod.PUBLISH, "{'channel':'a','data':1,'" + field + "':'" + longest + "k'}"))
                    .isEqualTo(ApiFixture.error(107, "bad request"));
        }
        String most = "'c',".repeat(ClientMethods.MAX_SPARED - 1) + "'c'";
        assertThat(api.call(ApiMethod.DISCONNECT, "{'user':'u','whitelist':[" + most + "]}"))
                .startsWith("{\"result\"");
        assertThat(api.call(ApiMethod.DISCONNECT, "{'user':'u','whitelist':[" + most + ",'c']}"))
                .isEqualTo(ApiFixture.error(107, "bad request"));
        assertThat(api.call(
                        ApiMethod.BROADCAST,
                        "{'data':1,'channels':[" + "'c',".repeat(PublishMethods.MAX_BROADCAST_CHANNELS) + "'c']}"))
                .isEqualTo(ApiFixture.error(107, "bad request"));
    }

    @ParameterizedTest
    @EnumSource(ApiMethod.class)
    void aMethodThatIsNotOfferedIsNotAvailableWhateverItIsAsked(ApiMethod method) {
        if (!method.offered()) {
            for (String body : new String[] {"", "{}", "{'channel':5,'key':{}}"}) {
                assertThat(api.call(method, body)).isEqualTo(ApiFixture.error(108, "not available"));
            }
        }
    }

    @Test
    void mapsAndPolledChannelsAreWhatIsNotOffered() {
        assertThat(Arrays.stream(ApiMethod.values())
                        .filter(method -> !method.offered())
                        .map(ApiMethod::wireName))
                .allMatch(name -> name.startsWith("map_") || name.startsWith("shared_poll_"))
                .hasSize(7);
    }
}
