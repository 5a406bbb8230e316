package io.sluice.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.fakes.TestOptions;
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
        assertThat(permissions.maySubscribe(channel("news", options), anonymous))
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
        assertThat(permissions.mayPublish(channel("news", options), anonymous, subscribed))
                .isEqualTo(may);
    }

    @Test
    void closedOptionsAllowNothing() {
        ChannelLookup.Found closed = channel("news", TestOptions.CLOSED);
        assertThat(permissions.maySubscribe(closed, false)).isFalse();
        assertThat(permissions.mayPublish(closed, false, true)).isFalse();
    }

    @Test
    void insecureAllowsWhatNoOptionDoes() {
        ChannelLookup.Found closed = channel("news", TestOptions.CLOSED);
        assertThat(new ChannelPermissions(true).maySubscribe(closed, true)).isTrue();
        assertThat(new ChannelPermissions(true).mayPublish(closed, true, false)).isTrue();
    }

    @Test
    void aPrivateChannelIsRefusedWithoutATokenEvenWhenInsecure() {
        ChannelOptions open = TestOptions.of("", "allow_subscribe_for_client=true");
        assertThat(permissions.maySubscribe(channel("$news", open), false)).isFalse();
        assertThat(new ChannelPermissions(true).maySubscribe(channel("$news", open), false))
                .isFalse();
    }

    private static ChannelLookup.Found channel(String name, ChannelOptions options) {
        return new ChannelLookup.Found(new ChannelName(name), options);
    }
}
