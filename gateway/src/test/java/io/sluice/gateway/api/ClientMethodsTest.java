package io.sluice.gateway.api;

import static io.sluice.gateway.api.ApiFixture.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.auth.ChannelOverride;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.session.ClientTarget;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked for here reaches the clients by way of the orders to all nodes. */
class ClientMethodsTest {

    private static final ClientTarget USER = new ClientTarget(Optional.of("u"), "", "");

    private final ApiFixture api = new ApiFixture();

    @Test
    void aSubscribeTellsAllThatWasAskedFor() {
        done(
                ApiMethod.SUBSCRIBE,
                "{'channel':'full:a','user':'u','client':'c','session':'s','expire_at':17,'info':{'i':1},'data':[2],"
                        + "'recover_since':{'offset':3,'epoch':'e'},'override':{'presence':{'value':true},"
                        + "'join_leave':{'value':false},'force_recovery':{},'force_positioning':null,"
                        + "'force_push_join_leave':{'value':true}}}");
        assertThat(api.clients().orders())
                .containsExactly(new ClientOrder.Subscribe(
                        new ClientTarget(Optional.of("u"), "c", "s"),
                        "full:a",
                        new SubscriptionGrant(
                                Payload.of("{\"i\":1}"),
                                Payload.of("[2]"),
                                17,
                                new ChannelOverride(
                                        Optional.of(true),
                                        Optional.of(false),
                                        Optional.of(false),
                                        Optional.empty(),
                                        Optional.of(true)),
                                Optional.empty(),
                                0),
                        Optional.of(new StreamPosition(3, "e"))));
    }

    @Test
    void aPlainSubscribeGrantsNothingInParticular() {
        done(ApiMethod.SUBSCRIBE, "{'channel':'news','user':'u'}");
        assertThat(api.clients().orders())
                .containsExactly(new ClientOrder.Subscribe(USER, "news", SubscriptionGrant.PLAIN, Optional.empty()));
    }

    @Test
    void informationInBase64WinsAndMayBeBinary() {
        done(ApiMethod.SUBSCRIBE, "{'channel':'news','user':'u','info':1,'b64info':'AAEC','data':1,'b64data':'Mg=='}");
        SubscriptionGrant grant =
                ((ClientOrder.Subscribe) api.clients().orders().get(0)).grant();
        assertThat(grant.info()).isEqualTo(Payload.binary(new byte[] {0, 1, 2}));
        assertThat(grant.info().isBinary()).isTrue();
        assertThat(grant.data()).isEqualTo(Payload.of("2"));
        assertThat(grant.data().isBinary()).isFalse();
    }

    @Test
    void anUnsubscribeNamesAChannelOrMeansAll() {
        done(ApiMethod.UNSUBSCRIBE, "{'channel':'news','user':'u'}");
        done(ApiMethod.UNSUBSCRIBE, "{'channel':'','user':'u'}");
        done(ApiMethod.UNSUBSCRIBE, "{'user':'u'}");
        assertThat(api.clients().orders())
                .containsExactly(
                        new ClientOrder.Unsubscribe(USER, "news"),
                        new ClientOrder.Unsubscribe(USER, ""),
                        new ClientOrder.Unsubscribe(USER, ""));
    }

    @Test
    void aDisconnectSaysWhyAndSparesWhomItIsTold() {
        done(
                ApiMethod.DISCONNECT,
                "{'user':'u','whitelist':['a','b','a'],'disconnect':{'code':4100,'reason':'too many tabs'}}");
        assertThat(api.clients().orders())
                .containsExactly(
                        new ClientOrder.Disconnected(USER, Set.of("a", "b"), new Disconnect(4100, "too many tabs")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                     | 3503 | force disconnect",
                "',\"disconnect\":null'                 | 3503 | force disconnect",
                "',\"disconnect\":{}'                   | 3503 | force disconnect",
                "',\"disconnect\":{\"reason\":\"\"}'    | 3503 | force disconnect",
                "',\"disconnect\":{\"reason\":\"bye\"}' | 3503 | bye",
                "',\"disconnect\":{\"code\":4001}'      | 4001 | force disconnect"
            })
    void aDisconnectHasACodeAndAReasonOfItsOwn(String rest, int code, String reason) {
        done(ApiMethod.DISCONNECT, "{'user':'u'" + rest + "}");
        assertThat(api.clients().orders())
                .containsExactly(new ClientOrder.Disconnected(USER, Set.of(), new Disconnect(code, reason)));
    }

    @Test
    void aRefreshSetsWhenConnectionsEnd() {
        done(ApiMethod.REFRESH, "{'user':'u','expire_at':99,'info':{'a':1}}");
        done(ApiMethod.REFRESH, "{'user':'u','expired':true}");
        assertThat(api.clients().orders())
                .containsExactly(
                        new ClientOrder.Refresh(USER, false, 99, Optional.of(Payload.of("{\"a\":1}"))),
                        new ClientOrder.Refresh(USER, true, 0, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                 | ''   | ''  | ''",
                "'\"user\":\"\"'                    | ''   | ''  | ''",
                "'\"user\":\"u\"'                   | u    | ''  | ''",
                "'\"client\":\"c\"'                 |      | c   | ''",
                "'\"session\":\"s\"'                |      | ''  | s",
                "'\"client\":\"\",\"session\":\"\"' | ''   | ''  | ''",
                "'\"user\":\"\",\"client\":\"c\"'   | ''   | c   | ''"
            })
    void whereNothingIsSaidTheAnonymousUserIsMeantAndNeverEverybody(
            String fields, String user, String client, String session) {
        done(ApiMethod.REFRESH, "{" + fields + "}");
        assertThat(api.clients().orders().get(0).target())
                .isEqualTo(new ClientTarget(Optional.ofNullable(user), client, session));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUBSCRIBE", "UNSUBSCRIBE", "DISCONNECT", "REFRESH"})
    void anOrderThatDoesNotGetThroughIsAnInternalError(ApiMethod method) {
        api.control().down();
        assertThat(api.call(method, "{'channel':'news','user':'u'}")).isEqualTo(error(100, "internal server error"));
    }

    private void done(ApiMethod method, String body) {
        assertThat(api.call(method, body)).isEqualTo("{\"result\":{}}");
    }
}
