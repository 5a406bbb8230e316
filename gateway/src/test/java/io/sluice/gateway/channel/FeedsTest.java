package io.sluice.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.fakes.TestOptions;
import org.junit.jupiter.api.Test;

class FeedsTest {

    @Test
    void aNamespaceWithPatternsHasAFeedOfItsName() {
        assertThat(Feeds.of(TestOptions.of("stocks", "allow_wildcard=true"))).isEqualTo("stocks");
    }

    @Test
    void channelsWithoutNamespaceHaveAFeedThatNoNamespaceCanHave() {
        assertThat(Feeds.of(TestOptions.of("", "allow_wildcard=true"))).isEqualTo("_");
    }

    @Test
    void otherNamespacesHaveNone() {
        assertThat(Feeds.of(TestOptions.of("stocks"))).isEmpty();
    }
}
