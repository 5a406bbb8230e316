package io.sluice.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.fakes.TestOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelRulesTest {

    private static final ChannelOptions PLAIN = TestOptions.of("", "allow_subscribe_for_client=true");
    private static final ChannelOptions CHAT = TestOptions.of("chat", "allow_publish_for_client=true");

    private final ChannelRules rules = new ChannelRules(TestOptions.settings(8, 100, PLAIN, List.of(CHAT)));

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
        assertThat(rules.lookup("shop:1")).isEqualTo(new ChannelLookup.UnknownNamespace());
        assertThat(rules.lookup("chat:1234")).isEqualTo(new ChannelLookup.Malformed());
    }

    @Test
    void theLargestPublicationIsAsConfigured() {
        assertThat(rules.maxPublicationBytes()).isEqualTo(100);
    }

    @Test
    void aNameMayBeAsLongAsTheLimitInBytesAndNoLonger() {
        assertThat(rules.lookup("12345678")).isInstanceOf(ChannelLookup.Found.class);
        assertThat(rules.lookup("123456789")).isEqualTo(new ChannelLookup.Malformed());
        ChannelRules greek = rules("max_length=8", "without_namespace.channel_regex=.");
        assertThat(greek.lookup("\u03b1\u03b2\u03b3\u03b4")).isInstanceOf(ChannelLookup.Found.class);
        assertThat(greek.lookup("\u03b1\u03b2\u03b3\u03b4\u03b5")).isEqualTo(new ChannelLookup.Malformed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "a\tb", "caf\u00e9", "a\u007f", "\u0000", "\ud83d\ude00", "\u2028"})
    void withoutAnExpressionOnlyPrintableAsciiIsAName(String text) {
        assertThat(rules.lookup(text)).isEqualTo(new ChannelLookup.Malformed());
    }

    @ParameterizedTest
    @CsvSource({
        "room:12,         true",
        "$room:12,        true",
        "room:1a,         false",
        "room:,           false",
        "caf\u00e9,        false",
        "caf\u00e9:caf\u00e9, false",
        "word:caf\u00e9,   true",
        "word:,           false"
    })
    void theExpressionOfANamespaceIsLookedForBehindIt(String name, boolean found) {
        ChannelRules withRegex = rules(
                "namespaces[0].name=room",
                "namespaces[0].channel_regex=^[0-9]+$",
                "namespaces[1].name=word",
                "namespaces[1].channel_regex=\\p{L}");
        assertThat(withRegex.lookup(name) instanceof ChannelLookup.Found).isEqualTo(found);
    }

    @Test
    void halfACharacterIsNoNameWhateverTheExpression() {
        ChannelRules any = rules("without_namespace.channel_regex=.*");
        assertThat(any.lookup("a\ud83d")).isEqualTo(new ChannelLookup.Malformed());
        assertThat(any.lookup("")).isEqualTo(new ChannelLookup.Malformed());
    }

    @Test
    void theMarksInNamesAreAsConfigured() {
        ChannelRules marked = rules("private_prefix=!", "namespace_boundary=/", "namespaces[0].name=chat");
        assertThat(marked.lookup("!chat/1")).isInstanceOfSatisfying(ChannelLookup.Found.class, found -> assertThat(
                        found.name().isPrivate())
                .isTrue());
        assertThat(marked.lookup("shop:1")).isInstanceOf(ChannelLookup.Found.class);
    }

    @Test
    void aPersonalChannelIsForOneUser() {
        assertThat(rules.personalChannel("", "42")).isEqualTo("#42");
        assertThat(rules.personalChannel("chat", "42")).isEqualTo("chat:#42");
        assertThat(new ChannelName(rules.personalChannel("chat", "42")).allowsUser("42"))
                .isTrue();
    }

    private static ChannelRules rules(String... assignments) {
        return new ChannelRules(TestOptions.settings(assignments));
    }
}
