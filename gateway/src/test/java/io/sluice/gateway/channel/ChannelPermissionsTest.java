package io.sluice.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.ErrorCode;
import io.sluice.gateway.fakes.TestOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelPermissionsTest {

    private final ChannelPermissions permissions = new ChannelPermissions(false);

    @ParameterizedTest
    @CsvSource({
        // for clients, for anonymous ones; the client is anonymous; it may
        "false, false, false, false",
        "false, false, true,  false",
        "false, true,  false, false",
        "false, true,  true,  false",
        "true,  false, false, true",
        "true,  false, true,  false",
        "true,  true,  false, true",
        "true,  true,  true,  true"
    })
    void subscribingNeedsTheOptionAndForAnonymousClientsBoth(
            boolean forClient, boolean forAnonymous, boolean anonymous, boolean may) {
        ChannelOptions options = TestOptions.of(
                "",
                "allow_subscribe_for_client=" + forClient,
                "allow_subscribe_for_anonymous=" + forAnonymous,
                "allow_publish_for_client=true");
        assertThat(maySubscribe(permissions, channel("news", options), anonymous))
                .isEqualTo(may);
    }

    @ParameterizedTest
    @CsvSource({
        // for clients, for anonymous ones, for subscribers; the client is anonymous, is subscribed; it may
        "false, false, false, false, true,  false",
        "false, true,  false, true,  true,  false",
        "true,  false, false, false, false, true",
        "true,  false, false, true,  true,  false",
        "true,  true,  false, true,  false, true",
        "false, false, true,  false, false, false",
        "false, false, true,  false, true,  true",
        "false, false, true,  true,  true,  true",
        "false, false, true,  true,  false, false"
    })
    void publishingNeedsOneOfTheOptions(
            boolean forClient,
            boolean forAnonymous,
            boolean forSubscriber,
            boolean anonymous,
            boolean subscribed,
            boolean may) {
        ChannelOptions options = TestOptions.of(
                "",
                "allow_publish_for_client=" + forClient,
                "allow_publish_for_anonymous=" + forAnonymous,
                "allow_publish_for_subscriber=" + forSubscriber,
                "allow_subscribe_for_client=true");
        assertThat(mayPublish(permissions, channel("news", options), anonymous, subscribed))
                .isEqualTo(may);
    }

    @Test
    void closedOptionsAllowNothing() {
        ChannelLookup.Found closed = channel("news", TestOptions.CLOSED);
        assertThat(maySubscribe(permissions, closed, false)).isFalse();
        assertThat(mayPublish(permissions, closed, false, true)).isFalse();
    }

    @Test
    void insecureAllowsWhatNoOptionDoes() {
        ChannelLookup.Found closed = channel("news", TestOptions.CLOSED);
        assertThat(maySubscribe(new ChannelPermissions(true), closed, true)).isTrue();
        assertThat(mayPublish(new ChannelPermissions(true), closed, true, false))
                .isTrue();
    }

    @Test
    void aPrivateChannelIsRefusedWithoutATokenEvenWhenInsecure() {
        ChannelOptions open = TestOptions.of("", "allow_subscribe_for_client=true");
        assertThat(maySubscribe(permissions, channel("$news", open), false)).isFalse();
        assertThat(maySubscribe(new ChannelPermissions(true), channel("$news", open), false))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # options                                                          | channel  | user | insecure | rule
            allow_subscribe_for_client=true                                    | news     | u    | false | Allowed[]
            allow_subscribe_for_client=true                                    | news     | ''   | false | Denied[]
            allow_subscribe_for_client=true allow_subscribe_for_anonymous=true | news     | ''   | false | Allowed[]
            presence=true                                                      | news     | u    | false | Denied[]
            presence=true                                                      | news     | ''   | true  | Allowed[]
            allow_subscribe_for_client=true                                    | $news    | u    | false | NeedsToken[]
            allow_subscribe_for_client=true                                    | $news    | u    | true  | NeedsToken[]
            subscribe_proxy_enabled=true                                       | $news    | u    | true  | NeedsToken[]
            allow_user_limited_channels=true                                   | talk#u,v | u    | false | Allowed[]
            allow_user_limited_channels=true allow_subscribe_for_client=true   | talk#v   | u    | false | Denied[]
            allow_user_limited_channels=true allow_subscribe_for_client=true allow_subscribe_for_anonymous=true | talk# | '' | false | Denied[]
            allow_user_limited_channels=true subscribe_proxy_enabled=true      | talk#v   | u    | false | Denied[]
            allow_user_limited_channels=true                                   | $talk#u  | u    | false | NeedsToken[]
            allow_user_limited_channels=true                                   | talk#v   | u    | true  | Allowed[]
            allow_subscribe_for_client=true                                    | talk#v   | u    | false | Allowed[]
            subscribe_proxy_enabled=true                                       | news     | u    | false | AskBackEnd[name=default]
            subscribe_proxy_enabled=true subscribe_proxy_name=shop             | news     | ''   | true  | AskBackEnd[name=shop]
            subscribe_proxy_enabled=true allow_subscribe_for_client=true       | news     | u    | false | AskBackEnd[name=default]
            """)
    void whatDecidesAboutASubscriptionIsFoundInAnOrderThatClientsRelyOn(
            String assignments, String channel, String user, boolean insecure, String rule) {
        ChannelOptions options = TestOptions.of("", assignments.split(" "));
        assertThat(new ChannelPermissions(insecure).subscribeRule(channel(channel, options), user))
                .hasToString(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, Denied[]",
        "false, true,  Allowed[]",
        "true,  false, AskBackEnd[name=shop]",
        "true,  true,  AskBackEnd[name=shop]"
    })
    void aBackEndThatIsAskedDecidesAlone(boolean asked, boolean forClient, String rule) {
        ChannelOptions options = TestOptions.of(
                "",
                "publish_proxy_enabled=" + asked,
                "publish_proxy_name=shop",
                "allow_publish_for_client=" + forClient);
        assertThat(permissions.publishRule(channel("news", options), false, false))
                .hasToString(rule);
    }

    @ParameterizedTest
    @CsvSource({
        // the feature, for clients, for anonymous ones, for subscribers; insecure; the client is anonymous, is
        // subscribed; error
        "false, true,  true,  true,  true,  false, true,  NOT_AVAILABLE",
        "true,  false, false, false, false, false, false, PERMISSION_DENIED",
        "true,  false, false, false, true,  true,  false, ",
        "true,  true,  false, false, false, false, false, ",
        "true,  true,  false, false, false, true,  false, PERMISSION_DENIED",
        "true,  true,  true,  false, false, true,  false, ",
        "true,  false, true,  false, false, true,  true,  PERMISSION_DENIED",
        "true,  false, false, true,  false, false, false, PERMISSION_DENIED",
        "true,  false, false, true,  false, true,  true,  "
    })
    void presenceAndHistoryNeedTheFeatureAndOneOfTheOptions(
            boolean feature,
            boolean forClient,
            boolean forAnonymous,
            boolean forSubscriber,
            boolean insecure,
            boolean anonymous,
            boolean subscribed,
            @Nullable ErrorCode error) {
        ChannelPermissions asked = new ChannelPermissions(insecure);
        ChannelOptions presence = TestOptions.of(
                "",
                "presence=" + feature,
                "allow_presence_for_client=" + forClient,
                "allow_presence_for_anonymous=" + forAnonymous,
                "allow_presence_for_subscriber=" + forSubscriber);
        assertThat(asked.presenceRefusal(channel("news", presence), anonymous, subscribed))
                .isEqualTo(Optional.ofNullable(error));
        ChannelOptions history = TestOptions.of(
                "",
                "history_size=" + (feature ? 1 : 0),
                "history_ttl=" + (feature ? "1s" : "0s"),
                "allow_history_for_client=" + forClient,
                "allow_history_for_anonymous=" + forAnonymous,
                "allow_history_for_subscriber=" + forSubscriber);
        assertThat(asked.historyRefusal(channel("news", history), anonymous, subscribed))
                .isEqualTo(Optional.ofNullable(error));
    }

    private static ChannelLookup.Found channel(String name, ChannelOptions options) {
        return new ChannelLookup.Found(new ChannelName(name), options);
    }

    private static boolean maySubscribe(
            ChannelPermissions permissions, ChannelLookup.Found channel, boolean anonymous) {
        return permissions.subscribeRule(channel, anonymous ? "" : "u").equals(new SubscribeRule.Allowed());
    }

    private static boolean mayPublish(
            ChannelPermissions permissions, ChannelLookup.Found channel, boolean anonymous, boolean subscribed) {
        return permissions.publishRule(channel, anonymous, subscribed).equals(new PublishRule.Allowed());
    }
}
