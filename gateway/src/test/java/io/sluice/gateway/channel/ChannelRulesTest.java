package io.sluice.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.fakes.TestOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelRulesTest {

    private static final ChannelOptions PLAIN = TestOptions.of("", "allow_subscribe_for_client=true");
    private static final ChannelOptions CHAT = TestOptions.of("chat", "allow_publish_for_client=true");

    private final ChannelRules rules =
            new ChannelRules(new ChannelSettings(8, 100, Duration.ofHours(1), PLAIN, List.of(CHAT)));

    @Test
    void aNameWithoutNamespaceHasTheOptionsForThat() {
        assertThat(rules.lookup("news")).isEqualTo(new ChannelLookup.Found(new ChannelName("news"), PLAIN));
    }

    @Test
    void aNameInANamespaceHasTheOptionsOfTheNamespace() {
        assertThat(rules.lookup("chat:1")).isEqualTo(new ChannelLookup.Found(new ChannelName("chat:1"), CHAT));
        assertThat(rules.lookup("$chat:1")).isEqualTo(new ChannelLookup.Found(new ChannelName("$chat:1"), CHAT));
    }

    @Test
    void aNamespaceThatNobodyConfiguredIsUnknown() {
        assertThat(rules.lookup("shop:1")).isEqualTo(new ChannelLookup.UnknownNamespace());
        assertThat(rules.lookup("Chat:1")).isEqualTo(new ChannelLookup.UnknownNamespace());
    }

    @Test
    void aMalformedNameIsMalformedWhateverItsNamespace() {
        assertThat(rules.lookup("")).isEqualTo(new ChannelLookup.Malformed());
        assertThat(rules.lookup("chat:1234")).isEqualTo(new ChannelLookup.Malformed());
        assertThat(rules.lookup("shop:\n")).isEqualTo(new ChannelLookup.Malformed());
    }

    @Test
    void wellFormedIsAMatterOfTheNameAlone() {
        assertThat(rules.isWellFormed("shop:1")).isTrue();
        assertThat(rules.isWellFormed("chat:1234")).isFalse();
    }

    @Test
    void theLargestPublicationIsAsConfigured() {
        assertThat(rules.maxPublicationBytes()).isEqualTo(100);
    }
}
