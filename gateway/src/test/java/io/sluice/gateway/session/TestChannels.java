package io.sluice.gateway.session;

import io.sluice.gateway.channel.ChannelOptions;
import io.sluice.gateway.channel.ChannelSettings;
import io.sluice.gateway.fakes.TestOptions;
import java.util.List;
import java.util.stream.Stream;

/**
 * The channels of a {@link TestNode}, each namespace with one thing in it that the others lack. Those without a namespace are open
 * to anonymous clients.
 */
final class TestChannels {

    private static final List<ChannelOptions> NAMESPACES = List.of(
            TestOptions.of("feed", "allow_subscribe_for_client=true", "allow_subscribe_for_anonymous=true"),
            TestOptions.of(
                    "room",
                    "allow_subscribe_for_client=true",
                    "allow_subscribe_for_anonymous=true",
                    "allow_publish_for_subscriber=true"),
            TestOptions.of("shut"),
            open("rate", "write_delay=0s", "max_rate=10"),
            open("wait", "write_delay=50ms"),
            open("last", "write_delay=0s", "slow_consumer=conflate", "allow_wildcard=true"),
            open("drop", "write_delay=0s", "slow_consumer=drop_oldest"),
            open(
                    "past",
                    "history_size=10",
                    "history_ttl=60s",
                    "force_recovery=true",
                    "allow_history_for_client=true",
                    "allow_history_for_anonymous=true"),
            open("may", "history_size=10", "history_ttl=60s", "allow_positioning=true", "allow_recovery=true"),
            open("kept", "history_size=10", "history_ttl=60s"),
            open("cache", "history_size=1", "history_ttl=60s", "force_recovery=true", "force_recovery_mode=cache"),
            open(
                    "auto",
                    "history_size=1",
                    "history_ttl=60s",
                    "force_recovery=true",
                    "force_recovery_mode=cache",
                    "auto_cache_recover=true"),
            open(
                    "here",
                    "presence=true",
                    "join_leave=true",
                    "force_push_join_leave=true",
                    "allow_presence_for_client=true",
                    "allow_presence_for_anonymous=true"),
            open("seen", "presence=true", "join_leave=true"),
            open("heard", "join_leave=true", "allow_presence_for_subscriber=true"),
            open(
                    "both",
                    "presence=true",
                    "join_leave=true",
                    "force_push_join_leave=true",
                    "history_size=10",
                    "history_ttl=60s",
                    "force_recovery=true"),
            open(
                    "delta",
                    "history_size=10",
                    "history_ttl=60s",
                    "force_positioning=true",
                    "allow_recovery=true",
                    "allow_tags_filter=true",
                    "allowed_delta_types=fossil"),
            open("tags", "allow_tags_filter=true"),
            open("kind", "allow_tags_filter=true", "history_size=10", "history_ttl=60s", "force_recovery=true"),
            open("wild", "allow_wildcard=true", "allow_channel_compaction=true"),
            open("short", "allow_channel_compaction=true"),
            TestOptions.of("mine", "allow_user_limited_channels=true"),
            TestOptions.of(
                    "ask",
                    "subscribe_proxy_enabled=true",
                    "publish_proxy_enabled=true",
                    "sub_refresh_proxy_enabled=true",
                    "unsubscribe_proxy_enabled=true"));

    private TestChannels() {}

    static ChannelSettings settings(int maxLength, int maxPublicationBytes) {
        return TestOptions.settings(
                maxLength, maxPublicationBytes, open("", "allow_user_limited_channels=true"), NAMESPACES);
    }

    /** Options by which every client may subscribe and publish. */
    private static ChannelOptions open(String name, String... more) {
        return TestOptions.of(
                name,
                Stream.concat(
                                Stream.of(
                                        "allow_subscribe_for_client=true",
                                        "allow_subscribe_for_anonymous=true",
                                        "allow_publish_for_client=true",
                                        "allow_publish_for_anonymous=true"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }
}
