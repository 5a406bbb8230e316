package io.sluice.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelNameTest {

    @ParameterizedTest
    @CsvSource({
        "news, ''",
        "chat:1, chat",
        "chat:1:2, chat",
        "chat:, chat",
        ":x, ''",
        "$secret, ''",
        "$chat:1, chat",
        "$$chat:1, $chat",
        "a$b:1, a$b",
        "user#42, ''",
        "chat:user#42, chat"
    })
    void theNamespaceIsWhatStandsBeforeTheFirstColon(String name, String namespace) {
        assertThat(new ChannelName(name).namespace()).isEqualTo(namespace);
    }

    @ParameterizedTest
    @CsvSource({"$secret, true", "$chat:1, true", "$, true", "chat:$1, false", "news, false"})
    void aLeadingDollarMakesAChannelPrivate(String name, boolean isPrivate) {
        assertThat(new ChannelName(name).isPrivate()).isEqualTo(isPrivate);
    }

    @ParameterizedTest
    @CsvSource({
        "news, news",
        "chat:1, 1",
        "chat:1:2, 1:2",
        "chat:, ''",
        "$secret, secret",
        "$chat:1, 1",
    })
    void theRestIsWhatStandsBehindTheNamespace(String name, String rest) {
        assertThat(new ChannelName(name).rest()).isEqualTo(rest);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            dialog#1,2   | 1  | true
            dialog#1,2   | 2  | true
            dialog#1,2   | 12 | false
            dialog#1,2   | '' | false
            dialog#      | '' | false
            dialog#1,    | '' | false
            a#1#2        | 2  | true
            a#1#2        | 1  | false
            chat:#7      | 7  | true
            dialog       | 1  | false
            """)
    void aUserLimitedChannelIsForTheUsersBehindItsLastMark(String name, String user, boolean allowed) {
        assertThat(new ChannelName(name).allowsUser(user)).isEqualTo(allowed);
    }

    @Test
    void withoutASeparatorOneUserIsMeant() {
        ChannelName name = new ChannelName("dialog#1,2", new ChannelSyntax("$", ":", "#", ""));
        assertThat(name.allowsUser("1,2")).isTrue();
        assertThat(name.allowsUser("1")).isFalse();
    }

    @Test
    void aMarkThatIsOffMarksNothing() {
        ChannelName name = new ChannelName("$chat:1#2", new ChannelSyntax("", "", "", ""));
        assertThat(name.isPrivate()).isFalse();
        assertThat(name.namespace()).isEmpty();
        assertThat(name.rest()).isEqualTo("$chat:1#2");
        assertThat(name.isUserLimited()).isFalse();
        assertThat(name.allowsUser("2")).isFalse();
    }

    @Test
    void marksMayHaveSeveralCharacters() {
        ChannelName name = new ChannelName("!!chat::1##2;;3", new ChannelSyntax("!!", "::", "##", ";;"));
        assertThat(name.isPrivate()).isTrue();
        assertThat(name.namespace()).isEqualTo("chat");
        assertThat(name.rest()).isEqualTo("1##2;;3");
        assertThat(name.allowsUser("3")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\ud83d", "a\ude00"})
    void nothingAndHalfACharacterAreNoNames(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ChannelName(text));
    }

    @Test
    void aNameIsWrittenAsItself() {
        assertThat(new ChannelName("chat:1")).hasToString("chat:1");
    }

    @Property
    void bytesAreCountedAsTheyAreWritten(@ForAll String text) {
        boolean expressible = StandardCharsets.UTF_8.newEncoder().canEncode(text);
        assertThat(ChannelName.utf8Bytes(text))
                .isEqualTo(expressible ? text.getBytes(StandardCharsets.UTF_8).length : 0);
    }
}
